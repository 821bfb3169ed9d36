"""What brings raw pages in, a file each."""

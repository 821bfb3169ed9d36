"""Raw scraped news pages in, clean, split and classified article records out, over Kafka."""

"""Real workers and a real broker under a seeded schedule of faults, and what became of the pages.

`python -m tests.chaos` (`make chaos`) takes the long way and prints the figures; the short way is
`tests/test_chaos.py`. The pages of `flow` go through workers behind a `proxy` while `faults` are
done to them; `run` compares what is published in the end with what an undisturbed worker made of
the same pages, record for record.
"""

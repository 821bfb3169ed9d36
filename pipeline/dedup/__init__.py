"""Stories -> verdicts: which story is the original and which are copies of it.

What counts as a copy is `signature`'s to say. The search is spread over two kinds of partitions,
and this folder holds the logic of both, over any mapping of bytes: `index` finds, under the keys
that stories share, those that are alike; `home` gathers what was found about each of its stories
and gives the verdict. `messages` are what the two tell each other. The worker runs them over
RocksDB and Kafka, `local` over dicts in one process.

Stories are ordered by (primary before appended, full before excerpt, append time of the page, id).
A story is a copy when it is like an original that comes before it, and an original otherwise. As
every verdict depends on those of earlier stories alone, there is exactly one way to give them all,
whoever asks first and however many work on it.
"""

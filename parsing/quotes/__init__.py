"""Lines to blocks: what is quoted, how deep, and who is said to have written it."""

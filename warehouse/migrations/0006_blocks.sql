-- Where the resolver linked a claim, so that resolving reads only the blocks that new claims touch.

ALTER TABLE core.assignments ADD COLUMN block VARCHAR; -- block in which the resolver linked the claim; null = assigned before blocks were kept

-- How an execution began: the seed of its random numbers, `cold` or `warm`, and how long it waited for its turn.

ALTER TABLE plugin_executions ADD COLUMN seed BIGINT;
ALTER TABLE plugin_executions ADD COLUMN start TEXT;
ALTER TABLE plugin_executions ADD COLUMN queue_time BIGINT;

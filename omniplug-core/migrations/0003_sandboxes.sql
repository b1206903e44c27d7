-- How often an execution was begun, and what its sandbox read, wrote, received and sent, in bytes.

ALTER TABLE plugin_executions ADD COLUMN attempts BIGINT;
ALTER TABLE plugin_executions ADD COLUMN read_bytes BIGINT;
ALTER TABLE plugin_executions ADD COLUMN written_bytes BIGINT;
ALTER TABLE plugin_executions ADD COLUMN received_bytes BIGINT;
ALTER TABLE plugin_executions ADD COLUMN sent_bytes BIGINT;

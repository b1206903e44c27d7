-- What is installed and what ran. One text for SQLite and PostgreSQL: times are unix milliseconds, durations
-- microseconds, sizes bytes, truth values 0 and 1, structures JSON.

CREATE TABLE plugins (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    active_release TEXT NOT NULL,
    enabled BIGINT NOT NULL,
    configuration TEXT NOT NULL,
    installed_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- Releases, each kept whole in the folder that has its SHA-256 as name.
CREATE TABLE plugin_versions (
    sha256 TEXT NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL REFERENCES plugins (id) ON DELETE CASCADE,
    version TEXT NOT NULL,
    manifest TEXT NOT NULL,
    files BIGINT NOT NULL,
    size BIGINT NOT NULL,
    packages TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX plugin_versions_plugin ON plugin_versions (plugin_id);

CREATE TABLE plugin_dependencies (
    sha256 TEXT NOT NULL REFERENCES plugin_versions (sha256) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    requirement TEXT NOT NULL,
    PRIMARY KEY (sha256, kind, name)
);
CREATE INDEX plugin_dependencies_name ON plugin_dependencies (kind, name);

-- No reference to `plugins`: the history outlives the plugin, with its name and release.
CREATE TABLE plugin_executions (
    id TEXT NOT NULL PRIMARY KEY,
    plugin_id TEXT NOT NULL,
    plugin_name TEXT NOT NULL,
    plugin_version TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    extension_point TEXT NOT NULL,
    user_id TEXT,
    workspace_id TEXT,
    status TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    wall_time BIGINT,
    cpu_time BIGINT,
    peak_memory BIGINT,
    isolation TEXT,
    input_sha256 TEXT NOT NULL,
    input_size BIGINT NOT NULL,
    input TEXT,
    output_sha256 TEXT,
    output_size BIGINT,
    failure TEXT,
    host TEXT NOT NULL
);
CREATE INDEX plugin_executions_plugin ON plugin_executions (plugin_id, started_at);
CREATE INDEX plugin_executions_started ON plugin_executions (started_at);
CREATE INDEX plugin_executions_status ON plugin_executions (status);

-- What was done to plugins, for audits. It outlives them too.
CREATE TABLE plugin_events (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    plugin_id TEXT NOT NULL,
    plugin_name TEXT NOT NULL,
    action TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE INDEX plugin_events_plugin ON plugin_events (plugin_id, at);

//! The functions that R calls.
#![expect(missing_docs, reason = "`extendr_module!` makes public functions without documentation")]

use crate::failure::{answer, failure};
use crate::handle::{Handle, omniplug, runtime};
use crate::options::{builder, fields};
use crate::output::{self, named};
use crate::text::one_text;
use crate::wait::{Listener, wait, wait_for};
use crate::{input, records, request, scan};
use extendr_api::prelude::*;
use omniplug_core::Result;
use omniplug_core::manager::{Execution, ExecutionFilter, InstallOptions, PluginFilter};
use omniplug_core::scanner::rules;

/// The first columns of data frames.
const PLUGINS: [&str; 11] = [
    "name",
    "version",
    "language",
    "enabled",
    "description",
    "id",
    "configuration",
    "release",
    "manifest",
    "installed_at",
    "updated_at",
];
const OF_MANIFEST: [(&str, &str); 3] = [
    ("version", "/manifest/version"),
    ("language", "/manifest/language"),
    ("description", "/manifest/description"),
];
const EXECUTIONS: [&str; 9] = [
    "id",
    "started_at",
    "plugin_name",
    "plugin_version",
    "status",
    "seconds",
    "user_id",
    "workspace_id",
    "plugin_id",
];
const EVENTS: [&str; 5] = ["at", "plugin_id", "plugin_name", "action", "detail"];
const SESSIONS: [&str; 9] = [
    "group",
    "language",
    "entry_point",
    "idle",
    "busy",
    "starting",
    "waiting",
    "memory",
    "executions",
];
const RULES: [&str; 9] =
    ["id", "name", "language", "group", "severity", "confidence", "title", "explanation", "remedy"];
const CHECKS: [&str; 4] = ["name", "state", "detail", "remedy"];

/// Opens a home; answers an external pointer.
#[extendr]
fn native_open(options: Robj) -> Robj {
    answer(|| Ok(ExternalPtr::new(Handle::open(builder(&options)?)?).into()))
}

#[extendr]
fn native_close(pointer: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let closing = async move {
            omniplug.close().await;
            Ok(())
        };
        wait_for(closing, |()| Ok(().into()))
    })
}

#[extendr]
fn native_install(pointer: Robj, source: Robj, options: Robj, on_event: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let source = one_text(&source, "source")?;
        let options: InstallOptions = fields(&options, "options")?;
        let work = |control| async move { omniplug.install(source, options, &control).await };
        wait(&Listener::new(on_event), work)?.answer(|installed| records::record(&installed))
    })
}

#[extendr]
fn native_uninstall(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for(async move { omniplug.uninstall(&plugin).await }, |it| records::record(&it))
    })
}

#[extendr]
fn native_enable(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for(async move { omniplug.enable(&plugin).await }, |it| records::record(&it))
    })
}

#[extendr]
fn native_disable(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for(async move { omniplug.disable(&plugin).await }, |it| records::record(&it))
    })
}

#[extendr]
fn native_list(pointer: Robj, filter: Robj) -> Robj {
    answer(|| {
        let (omniplug, filter) = (omniplug(&pointer)?, fields::<PluginFilter>(&filter, "filter")?);
        wait_for(async move { omniplug.list(&filter).await }, |plugins| {
            records::frame(&plugins, &PLUGINS, &OF_MANIFEST)
        })
    })
}

#[extendr]
fn native_show(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for(async move { omniplug.show(&plugin).await }, |it| records::record(&it))
    })
}

#[extendr]
fn native_configure(pointer: Robj, plugin: Robj, changes: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        let changes = input::object(&changes, "changes")?;
        wait_for(async move { omniplug.configure(&plugin, changes).await }, |it| {
            records::record(&it)
        })
    })
}

#[extendr]
fn native_execute(pointer: Robj, plugin: Robj, request: Robj, on_event: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        let request = request::members(&request, "request")?.request()?;
        let work = |control| async move { omniplug.execute(&plugin, request, &control).await };
        wait(&Listener::new(on_event), work)?.answer(|execution| execution_list(&execution))
    })
}

#[extendr]
fn native_execute_source(pointer: Robj, source: Robj, request: Robj, on_event: Robj) -> Robj {
    answer(|| {
        let (omniplug, source) = (omniplug(&pointer)?, one_text(&source, "source")?);
        let request = request::members(&request, "request")?.request()?;
        let work =
            |control| async move { omniplug.execute_source(source, request, &control).await };
        wait(&Listener::new(on_event), work)?.answer(|execution| execution_list(&execution))
    })
}

/// Answers a list; an item that could not be executed is an `omniplug_failure`.
#[extendr]
fn native_execute_many(pointer: Robj, plugin: Robj, request: Robj, on_event: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        let requests = request::members(&request, "request")?.requests()?;
        let work = |control| async move {
            let mut executions = omniplug.execute_many(&plugin, requests, &control);
            let mut ended = Vec::new();
            while let Some(execution) = executions.next().await {
                ended.push(execution);
            }
            Ok(ended)
        };
        wait(&Listener::new(on_event), work)?.answer(|ended| {
            let item = |ended: &Result<Execution>| {
                ended.as_ref().map_or_else(|error| Ok(failure(error)), execution_list)
            };
            Ok(List::from_values(ended.iter().map(item).collect::<Result<Vec<_>>>()?).into())
        })
    })
}

#[extendr]
fn native_executions(pointer: Robj, filter: Robj) -> Robj {
    answer(|| {
        let (omniplug, filter) =
            (omniplug(&pointer)?, fields::<ExecutionFilter>(&filter, "filter")?);
        wait_for(async move { omniplug.executions(&filter).await }, |found| {
            records::frame(&found, &EXECUTIONS, &[("seconds", "/usage/wall_time")])
        })
    })
}

#[extendr]
fn native_statistics(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, optional_text(&plugin)?);
        wait_for(async move { omniplug.statistics(plugin.as_deref()).await }, |statistics| {
            records::record(&statistics)
        })
    })
}

#[extendr]
fn native_events(pointer: Robj, plugin: Robj, limit: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, optional_text(&plugin)?);
        let limit = request::whole_number(&limit, "limit")?.try_into().unwrap_or(u32::MAX);
        wait_for(async move { omniplug.events(plugin.as_deref(), limit).await }, |events| {
            records::frame(&events, &EVENTS, &[])
        })
    })
}

#[extendr]
fn native_sessions(pointer: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        wait_for(async move { omniplug.sessions().await }, |sessions| {
            records::frame(&sessions, &SESSIONS, &[])
        })
    })
}

#[extendr]
fn native_scan(pointer: Robj, path: Robj, policy: Robj, baseline: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let request = scan::request(&omniplug, &path, &policy, &baseline)?;
        wait_for(async move { omniplug.scan(&request).await }, |report| scan::answer(&report))
    })
}

#[extendr]
fn native_audit(pointer: Robj, path: Robj, policy: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let request = scan::request(&omniplug, &path, &policy, &().into())?;
        wait_for(async move { omniplug.audit(&request).await }, |report| scan::answer(&report))
    })
}

#[extendr]
fn native_rules() -> Robj {
    answer(|| records::frame(&rules::all().collect::<Vec<_>>(), &RULES, &[]))
}

/// Looks at what an opening would need; nothing has to be opened.
#[extendr]
fn native_doctor(options: Robj) -> Robj {
    answer(|| {
        let builder = builder(&options)?;
        records::frame(&runtime()?.block_on(builder.doctor()), &CHECKS, &[])
    })
}

fn optional_text(value: &Robj) -> Result<Option<String>> {
    if value.is_null() { Ok(None) } else { one_text(value, "plugin").map(Some) }
}

fn execution_list(execution: &Execution) -> Result<Robj> {
    let reply = match &execution.reply {
        None => ().into(),
        Some(reply) => named([
            ("data", output::payload(&reply.data)?),
            ("metadata", output::data(&reply.metadata)?),
            ("logs", output::lines(&reply.logs)),
            ("warnings", output::lines(&reply.warnings)),
            ("errors", output::lines(&reply.errors)),
        ])?,
    };
    let logs = &execution.logs;
    let logs = named([
        ("lines", records::frame(&logs.lines, &["stream", "text"], &[])?),
        ("dropped_bytes", output::data(&logs.dropped_bytes)?),
    ])?;
    named([
        ("record", records::record(&execution.record)?),
        ("reply", reply),
        ("logs", logs),
        ("warnings", output::lines(&execution.warnings)),
    ])
}

extendr_module! {
    mod omniplug;
    fn native_open;
    fn native_close;
    fn native_install;
    fn native_uninstall;
    fn native_enable;
    fn native_disable;
    fn native_list;
    fn native_show;
    fn native_configure;
    fn native_execute;
    fn native_execute_source;
    fn native_execute_many;
    fn native_executions;
    fn native_statistics;
    fn native_events;
    fn native_sessions;
    fn native_scan;
    fn native_audit;
    fn native_rules;
    fn native_doctor;
}

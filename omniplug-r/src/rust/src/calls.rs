//! The functions that R calls.
#![expect(missing_docs, reason = "`extendr_module!` makes public functions without documentation")]

use crate::failure::{answer, failure};
use crate::handle::{Handle, omniplug, runtime};
use crate::options::{builder, fields};
use crate::output::{self, named};
use crate::text::one_text;
use crate::wait::{Listener, wait, wait_for_data};
use crate::{input, request, scan};
use extendr_api::prelude::*;
use omniplug_core::Result;
use omniplug_core::manager::{Execution, ExecutionFilter, InstallOptions, PluginFilter};
use omniplug_core::scanner::rules;

/// Opens a home; answers an external pointer.
#[extendr]
fn native_open(options: Robj) -> Robj {
    answer(|| Ok(ExternalPtr::new(Handle::open(builder(&options)?)?).into()))
}

#[extendr]
fn native_close(pointer: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        wait_for_data(async move {
            omniplug.close().await;
            Ok(())
        })
    })
}

#[extendr]
fn native_install(pointer: Robj, source: Robj, options: Robj, on_event: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let source = one_text(&source, "source")?;
        let options: InstallOptions = fields(&options, "options")?;
        let work = |control| async move { omniplug.install(source, options, &control).await };
        wait(&Listener::new(on_event), work)?.answer(|installed| output::data(&installed))
    })
}

#[extendr]
fn native_uninstall(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for_data(async move { omniplug.uninstall(&plugin).await })
    })
}

#[extendr]
fn native_enable(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for_data(async move { omniplug.enable(&plugin).await })
    })
}

#[extendr]
fn native_disable(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for_data(async move { omniplug.disable(&plugin).await })
    })
}

#[extendr]
fn native_list(pointer: Robj, filter: Robj) -> Robj {
    answer(|| {
        let (omniplug, filter) = (omniplug(&pointer)?, fields::<PluginFilter>(&filter, "filter")?);
        wait_for_data(async move { omniplug.list(&filter).await })
    })
}

#[extendr]
fn native_show(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        wait_for_data(async move { omniplug.show(&plugin).await })
    })
}

#[extendr]
fn native_configure(pointer: Robj, plugin: Robj, changes: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, one_text(&plugin, "plugin")?);
        let changes = input::object(&changes, "changes")?;
        wait_for_data(async move { omniplug.configure(&plugin, changes).await })
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
        wait_for_data(async move { omniplug.executions(&filter).await })
    })
}

#[extendr]
fn native_statistics(pointer: Robj, plugin: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, optional_text(&plugin)?);
        wait_for_data(async move { omniplug.statistics(plugin.as_deref()).await })
    })
}

#[extendr]
fn native_events(pointer: Robj, plugin: Robj, limit: Robj) -> Robj {
    answer(|| {
        let (omniplug, plugin) = (omniplug(&pointer)?, optional_text(&plugin)?);
        let limit = request::whole_number(&limit, "limit")?.try_into().unwrap_or(u32::MAX);
        wait_for_data(async move { omniplug.events(plugin.as_deref(), limit).await })
    })
}

#[extendr]
fn native_sessions(pointer: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        wait_for_data(async move { omniplug.sessions().await })
    })
}

#[extendr]
fn native_scan(pointer: Robj, path: Robj, policy: Robj, baseline: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let request = scan::request(&omniplug, &path, &policy, &baseline)?;
        wait(&Listener::none(), |_| async move { omniplug.scan(&request).await })?
            .answer(|report| scan::answer(&report))
    })
}

#[extendr]
fn native_audit(pointer: Robj, path: Robj, policy: Robj) -> Robj {
    answer(|| {
        let omniplug = omniplug(&pointer)?;
        let request = scan::request(&omniplug, &path, &policy, &().into())?;
        wait(&Listener::none(), |_| async move { omniplug.audit(&request).await })?
            .answer(|report| scan::answer(&report))
    })
}

#[extendr]
fn native_rules() -> Robj {
    answer(|| output::data(&rules::all().collect::<Vec<_>>()))
}

/// Looks at what an opening would need; nothing has to be opened.
#[extendr]
fn native_doctor(options: Robj) -> Robj {
    answer(|| {
        let builder = builder(&options)?;
        output::data(&runtime()?.block_on(builder.doctor()))
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
    named([
        ("record", output::data(&execution.record)?),
        ("reply", reply),
        ("logs", output::data(&execution.logs)?),
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

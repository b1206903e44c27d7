# Written by tools/wrappers.R; not to be edited.

# Opens a home; answers an external pointer.
native_open <- function(options) .Call(wrap__native_open, options)

native_close <- function(pointer) .Call(wrap__native_close, pointer)

native_install <- function(pointer, source, options, on_event) .Call(wrap__native_install, pointer, source, options, on_event)

native_uninstall <- function(pointer, plugin) .Call(wrap__native_uninstall, pointer, plugin)

native_enable <- function(pointer, plugin) .Call(wrap__native_enable, pointer, plugin)

native_disable <- function(pointer, plugin) .Call(wrap__native_disable, pointer, plugin)

native_list <- function(pointer, filter) .Call(wrap__native_list, pointer, filter)

native_show <- function(pointer, plugin) .Call(wrap__native_show, pointer, plugin)

native_configure <- function(pointer, plugin, changes) .Call(wrap__native_configure, pointer, plugin, changes)

native_execute <- function(pointer, plugin, request, on_event) .Call(wrap__native_execute, pointer, plugin, request, on_event)

native_execute_source <- function(pointer, source, request, on_event) .Call(wrap__native_execute_source, pointer, source, request, on_event)

# Answers a list; an item that could not be executed is an `omniplug_failure`.
native_execute_many <- function(pointer, plugin, request, on_event) .Call(wrap__native_execute_many, pointer, plugin, request, on_event)

native_executions <- function(pointer, filter) .Call(wrap__native_executions, pointer, filter)

native_statistics <- function(pointer, plugin) .Call(wrap__native_statistics, pointer, plugin)

native_events <- function(pointer, plugin, limit) .Call(wrap__native_events, pointer, plugin, limit)

native_sessions <- function(pointer) .Call(wrap__native_sessions, pointer)

native_scan <- function(pointer, path, policy, baseline) .Call(wrap__native_scan, pointer, path, policy, baseline)

native_audit <- function(pointer, path, policy) .Call(wrap__native_audit, pointer, path, policy)

native_rules <- function() .Call(wrap__native_rules)

# Looks at what an opening would need; nothing has to be opened.
native_doctor <- function(options) .Call(wrap__native_doctor, options)

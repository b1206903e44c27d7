# Installing, changing and looking at plugins.

omniplug_install <- function(om, source, replace = FALSE, disabled = FALSE, on_event = NULL, progress = interactive()) {
  options <- list(replace = replace, disabled = disabled)
  source <- if (is.character(source)) path.expand(source) else source
  installed <- listened(function(hear) native_install(pointer(om), source, options, hear), on_event, progress)
  installed$plugin <- as_plugin(installed$plugin)
  installed$warnings <- as.character(installed$warnings)
  structure(installed, class = "omniplug_installed")
}

omniplug_uninstall <- function(om, plugin) {
  invisible(as_plugin(checked(native_uninstall(pointer(om), plugin))))
}

omniplug_enable <- function(om, plugin) {
  invisible(as_plugin(checked(native_enable(pointer(om), plugin))))
}

omniplug_disable <- function(om, plugin) {
  invisible(as_plugin(checked(native_disable(pointer(om), plugin))))
}

omniplug_show <- function(om, plugin) as_plugin(checked(native_show(pointer(om), plugin)))

omniplug_configure <- function(om, plugin, ..., changes = list()) {
  changes <- c(list(...), as.list(changes))
  invisible(as_plugin(checked(native_configure(pointer(om), plugin, changes))))
}

omniplug_list <- function(om, language = NULL, extension_point = NULL, enabled = NULL, category = NULL, text = NULL) {
  filter <- list(
    language = language, extension_point = extension_point, enabled = enabled, category = category, text = text
  )
  framed(checked(native_list(pointer(om), filter)), "omniplug_plugins")
}

as_plugin <- function(plugin) structure(plugin, class = "omniplug_plugin")

print.omniplug_plugin <- function(x, ...) {
  manifest <- x$manifest
  cat(x$name, " ", manifest$version, " (", manifest$language, if (!x$enabled) ", disabled", ")\n", sep = "")
  cat(strwrap(manifest$description, indent = 2L, exdent = 2L), sep = "\n")
  cat("  id:               ", x$id, "\n", sep = "")
  cat("  extension points: ", paste(manifest$extension_points, collapse = ", "), "\n", sep = "")
  cat("  installed:        ", format(x$installed_at), "\n", sep = "")
  for (name in names(x$configuration)) cat("  ", name, " = ", format(x$configuration[[name]]), "\n", sep = "")
  invisible(x)
}

print.omniplug_installed <- function(x, ...) {
  cat("<", x$outcome, "> ", sep = "")
  print(x$plugin)
  for (warning in x$warnings) cat("  warning: ", warning, "\n", sep = "")
  invisible(x)
}

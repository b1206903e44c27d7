# Scanning before anything runs.

omniplug_scan <- function(om, path, policy = list(), baseline = NULL) {
  if (!is.null(baseline)) baseline <- attr(baseline, "json")
  as_report(checked(native_scan(pointer(om), path.expand(path), policy, baseline)))
}

omniplug_audit <- function(om, path, policy = list()) {
  as_report(checked(native_audit(pointer(om), path.expand(path), policy)))
}

omniplug_rules <- function() framed(checked(native_rules()), "omniplug_rules")

as_report <- function(answer) {
  report <- answer$report
  report$findings <- framed(answer$findings, "omniplug_findings")
  report$unread <- framed(answer$unread, "omniplug_unread")
  report$reasons <- as.character(unlist(report$reasons))
  structure(report, json = answer$json, class = "omniplug_report")
}

print.omniplug_report <- function(x, ...) {
  cat("<scan> ", x$verdict, ": ", x$totals$files, " files, ", nrow(x$findings), " findings\n", sep = "")
  for (reason in x$reasons) cat("  ", reason, "\n", sep = "")
  if (nrow(x$unread)) print(x$unread)
  if (nrow(x$findings)) print(x$findings)
  invisible(x)
}

# The SDK in a plugin: it sends what it prints elsewhere.

# Attached, it masks nothing but the one name. It is read when it is first used.
attach_sdk <- function() {
  place <- attach(NULL, name = "omniplug:sdk")
  delayedAssign("omniplug_sdk", load_sdk(), assign.env = place)
}

sdk <- NULL

load_sdk <- function() {
  holder <- new.env(parent = baseenv())
  sys.source(file.path(native_folder, "sdk", "omniplug_sdk.R"), holder, keep.source = FALSE)
  holder$omniplug_sdk$send <- send_event
  sdk <<- holder$omniplug_sdk
}

# The generator to inherit from, if the plugin asked for it.
is_sdk_base <- function(generator) {
  inherits(generator, "refObjectGenerator") && generator$className == "omniplug_sdk_Plugin"
}

# Whether the plugin gave that class itself its `execute`, by `omniplug_sdk$Plugin$methods(...)`.
is_own_plugin <- function() {
  if (is.null(sdk) || !methods::isClass("omniplug_sdk_Plugin")) return(FALSE)
  own <- generator_method(sdk$Plugin, "execute")
  !identical(body(own), body(sdk$no_execute))
}

# What the SDK holds back goes before the reply.
flush_sdk <- function() if (!is.null(sdk)) try(sdk$flush(), silent = TRUE)

send_event <- function(event) {
  body <- new_body()
  members <- switch(event$event,
    progress = c(fraction = .Call(native$write_items, as.double(event$fraction)), message = quoted(substr(event$message, 1L, 500L))),
    warning = c(message = quoted(substr(event$message, 1L, 10000L))),
    partial = {
      state <- new_result(body)
      data <- write_value(event$data, "data", state)
      c(data = data, tables = json_write_list(state$tables))
    }
  )
  header <- json_write_object(c("event", names(members)), c(quoted(event$event), members))
  .Call(native$send_event, header, body$parts)
  invisible()
}

# Progress stays short, so that it is one write.
quoted <- function(text) json_quote(clean_text(text, new_result(NULL)))

slow <- "import time, omniplug_sdk\ndef execute():\n    omniplug_sdk.progress(0.1)\n    time.sleep(60)\n"

test_that("errors are conditions with their kind, text and hint", {
  om <- local_omniplug()
  error <- expect_error(omniplug_show(om, "nope"), class = "omniplug_not_found")
  expect_s3_class(error, "omniplug_error")
  expect_identical(error$kind, "not_found")
  expect_match(conditionMessage(error), "hint: ")
  expect_identical(as.list(conditionCall(error))[[1L]], quote(omniplug_show))
  expect_error(omniplug_list(om, language = "cobol"), class = "omniplug_invalid_input")
  expect_error(omniplug_open(tempfile(), policy = list(typo = 1)), "no field `typo`", class = "omniplug_invalid_input")
  expect_error(omniplug_show("not opened", "x"), class = "omniplug_invalid_input")
  expect_error(omniplug_show(unserialize(serialize(om, NULL)), "x"), class = "omniplug_invalid_input")
  expect_error(omniplug_execute(om, "x", timeout = "long"), "one number", class = "omniplug_invalid_input")
  expect_error(omniplug_execute(om, "x", timeout = -1), "seconds", class = "omniplug_invalid_input")
})

test_that("the failure of an execution is raised with the plugin's own words", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, plugin_folder(list(main.R = "execute <- function(data) stop('too few cells')"), language = "r"))
  execution <- omniplug_execute(om, "small", 1)
  expect_identical(execution$record$status, "failure")
  error <- expect_error(omniplug_data(execution), "too few cells", class = "omniplug_execution_failure")
  expect_identical(error$type, "simpleError")
  expect_output(print(execution), "too few cells")
})

test_that("an error in a listener cancels the call and is raised", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, plugin_folder(list(main.py = slow)))
  hear <- function(event) if (event$kind == "progress") stop("enough heard")
  expect_error(omniplug_execute(om, "small", on_event = hear), "enough heard")
  expect_identical(omniplug_executions(om)$status, "cancelled")
})

test_that("an interrupt cancels the execution", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, plugin_folder(list(main.py = slow)))
  hear <- function(event) if (event$kind == "progress") tools::pskill(Sys.getpid(), tools::SIGINT)
  caught <- tryCatch(omniplug_execute(om, "small", on_event = hear), interrupt = function(interrupt) "caught")
  expect_identical(caught, "caught")
  expect_identical(omniplug_executions(om)$status, "cancelled")
})

test_that("a fork opens the home for itself and leaves the parent's sessions alone", {
  skip_without_sandbox()
  skip_if_not_installed("parallel")
  om <- local_omniplug()
  omniplug_install(om, plugin_folder(list(main.py = "def execute(data):\n    return data + 1\n")))
  run <- function(x) omniplug_data(omniplug_execute(om, "small", x))
  expect_identical(run(1L), 2L)
  expect_identical(parallel::mclapply(1:4, run, mc.cores = 2L), as.list(2:5))
  expect_identical(run(2L), 3L)
})

test_that("who finds no room hears when to come back", {
  skip_without_sandbox()
  om <- local_omniplug(policy = list(concurrency = list(executions = 1, waiting = 0)))
  omniplug_install(om, plugin_folder(list(main.py = slow)))
  error <- NULL
  hear <- function(event) {
    if (event$kind != "progress") return()
    error <<- tryCatch(omniplug_execute(om, "small"), omniplug_busy = identity)
    omniplug_cancel()
  }
  expect_identical(omniplug_execute(om, "small", on_event = hear)$record$status, "cancelled")
  expect_s3_class(error, "omniplug_busy")
  expect_gt(error$retry_after, 0)
})

test_that("a sandbox that can't be made is an error of its own", {
  skip_without_sandbox()
  # A system without anything in it, in place of this machine's.
  root <- tempfile("root")
  dir.create(root)
  before <- Sys.getenv("OMNIPLUG_ROOT", NA)
  Sys.setenv(OMNIPLUG_ROOT = root)
  on.exit(if (is.na(before)) Sys.unsetenv("OMNIPLUG_ROOT") else Sys.setenv(OMNIPLUG_ROOT = before))
  om <- local_omniplug()
  error <- expect_error(
    omniplug_install(om, plugin_folder(list(main.py = "def execute():\n    return 1\n"))), class = "omniplug_sandbox"
  )
  expect_identical(error$kind, "sandbox")
})

test_that("every kind of error has its class", {
  for (kind in c("busy", "sandbox", "unavailable")) {
    raised <- condition(list(kind = kind, message = "no", hint = "yes", retry_after = 1.5))
    expect_s3_class(raised, c(paste0("omniplug_", kind), "omniplug_error", "error", "condition"), exact = TRUE)
    expect_identical(conditionMessage(raised), "no\nhint: yes")
    expect_identical(raised$retry_after, 1.5)
  }
})

test_that("the generated functions are those of the native side", {
  text <- .Call(getNativeSymbolInfo("wrap__make_omniplug_wrappers", "omniplug"), TRUE, "omniplug")
  here <- asNamespace("omniplug")
  for (expression in parse(text = text)) {
    expected <- eval(expression[[3L]], here)
    actual <- get(as.character(expression[[2L]]), here)
    expect_identical(formals(actual), formals(expected))
    expect_identical(body(actual), body(expected))
  }
})

test_that("authors have what plugins have", {
  expect_output(omniplug_sdk$progress(0.5, "half"), "50 % half")
  expect_identical(omniplug_sdk$run(function(data, factor = 2) data * factor, 3, list(factor = 5)), 15)
})

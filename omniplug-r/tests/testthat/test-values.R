echo_folder <- function() plugin_folder(list(main.py = "def execute(data):\n    return data\n"), name = "echo")

# In R, which keeps kinds of columns that Python without pandas has not.
echo_folder_in_r <- function() plugin_folder(list(main.R = "execute <- function(data) data"), name = "echo", language = "r")

test_that("data frames come back as they went, missing values and kinds included", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, echo_folder_in_r())
  frame <- data.frame(
    double = c(1.5, NA, NaN, -Inf), whole = c(1L, NA, 3L, -4L), flag = c(TRUE, NA, FALSE, TRUE),
    text = c("a", NA, "", "\u00e4\u4e16"), date = as.Date(c("2024-02-29", NA, "1969-12-31", "2100-01-01")),
    time = as.POSIXct(c("2024-05-01 12:00:00", NA, "1970-01-01", "1901-01-01"), tz = "Europe/Paris") + 0.25
  )
  frame$kind <- factor(c("b", NA, "a", "b"), levels = c("b", "a"))
  frame$grade <- factor(c("low", "high", NA, "low"), levels = c("low", "high"), ordered = TRUE)
  back <- omniplug_data(omniplug_execute(om, "echo", frame))
  expect_equal(back, frame)
  expect_identical(is.nan(back$double), c(FALSE, FALSE, TRUE, FALSE))
  expect_identical(omniplug_data(omniplug_execute(om, "echo", frame[0, ]))$whole, integer())
})

test_that("of a wide result a part is printed", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, echo_folder_in_r())
  printed <- capture.output(print(omniplug_execute(om, "echo", as.data.frame(matrix(0, 30, 200)))))
  expect_lt(length(printed), 20L)
  expect_match(printed, "30 rows and 200 columns in all", fixed = TRUE, all = FALSE)
  expect_false(any(grepl("V11", printed)))
})

test_that("an input is not changed, and lives until the call is over", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, echo_folder())
  x <- c(1, 2, 3)
  hear <- function(event) {
    x[1] <<- 99
    gc()
  }
  back <- omniplug_data(omniplug_execute(om, "echo", data.frame(x = x), on_event = hear))
  expect_identical(back$x, c(1, 2, 3))
  expect_identical(x[1], 99)
})

test_that("matrices are tables, in I() arrays of rows", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, echo_folder())
  m <- matrix(c(1, 2, NA, 4), 2L, dimnames = list(c("r1", "r2"), c("a", "b")))
  expect_equal(omniplug_data(omniplug_execute(om, "echo", m)), data.frame(row = c("r1", "r2"), a = c(1, 2), b = c(NA, 4)))
  expect_equal(omniplug_data(omniplug_execute(om, "echo", unname(m)))$V2, c(NA, 4))
  expect_equal(omniplug_data(omniplug_execute(om, "echo", I(unname(m)))), unname(m))
})

test_that("values outside of tables come back as R writes them", {
  skip_without_sandbox()
  om <- local_omniplug()
  omniplug_install(om, echo_folder())
  echo <- function(value) omniplug_data(omniplug_execute(om, "echo", value))
  for (value in list(3L, 2.5, "text", TRUE, c(1.5, NA), letters, c(TRUE, NA), "NA", list(a = 1L, b = list("x", 2L)))) {
    expect_identical(echo(value), value)
  }
  expect_identical(echo(c(a = 1L, b = 2L)), list(a = 1L, b = 2L))
  expect_identical(echo(I(5L)), 5L)
  expect_identical(echo(as.Date("2024-02-29")), "2024-02-29")
  expect_identical(echo(list(frame = data.frame(x = 1:2)))$frame, data.frame(x = 1:2))
  latin <- "\xe4"
  Encoding(latin) <- "latin1"
  expect_identical(echo(latin), "\u00e4")
})

test_that("what has no form for plugins is refused with its place", {
  om <- local_omniplug()
  refused <- function(value, text) {
    error <- expect_error(omniplug_execute(om, "none", value), class = "omniplug_invalid_input")
    expect_match(error$text, text, fixed = TRUE)
  }
  # The plugin does not exist, but its input is looked at first.
  refused(list(a = list(b = sum)), "input$a$b")
  refused(1i, "complex")
  refused(list(x = NaN), "input$x")
  refused(data.frame(x = I(list(1, 2))), "input$x")
  refused(list(a = 1, a = 2), "twice")
  refused(as.POSIXlt("2024-01-01"), "POSIXlt")
  refused("\xff", "UTF-8")
  refused(list(`$table` = 7), "$table")
})

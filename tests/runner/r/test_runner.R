# The R runner's functions by themselves. Run by `Rscript tests/runner/r/test_runner.R` from the repository's root.
folder <- "omniplug-core/src/sandbox/runner/r"
runner <- new.env(parent = parent.env(globalenv()))
for (file in c("wire", "json_read", "json_write", "tables", "values", "loading", "calling", "script", "run")) {
  sys.source(file.path(folder, paste0(file, ".R")), runner)
}
read <- function(text, ...) runner$parse_json(charToRaw(enc2utf8(text)), ...)
write <- function(value, body = NULL) runner$write_value(value, "data", runner$new_result(body))
fails <- function(code, pattern) {
  message <- tryCatch({ force(code); "no error" }, error = conditionMessage)
  if (!grepl(pattern, message)) stop("expected `", pattern, "`, got `", message, "`")
}

# Scalars, strings and escapes.
stopifnot(
  identical(read("1"), 1L), identical(read(" -2.5e3 "), -2500), is.null(read("null")), identical(read("true"), TRUE),
  identical(read('"a\\"\\\\\\n\\u00e9\\ud83d\\ude00/"'), "a\"\\\n\u00e9\U1F600/"),
  identical(read('"\\\\"'), "\\"), identical(read('"[1,{:}]"'), "[1,{:}]"), identical(read("3000000000"), 3e9)
)

# Simplification.
stopifnot(
  identical(read("[1,2,null]"), c(1L, 2L, NA)), identical(read("[1,2.5]"), c(1, 2.5)),
  identical(read('["a",null]'), c("a", NA)), identical(read("[true,false]"), c(TRUE, FALSE)),
  identical(read('[1,"a"]'), list(1L, "a")), identical(read("[]"), list()),
  identical(read("{}"), structure(list(), names = character())),
  identical(read('{"a":1,"b":null,"c":{"d":[1]}}'), list(a = 1L, b = NULL, c = list(d = 1L))),
  identical(read("[[1,2],[3,4]]"), matrix(1:4, 2, byrow = TRUE)),
  identical(read("[[1,2],[3]]"), list(1:2, 3L)),
  identical(read('[{"x":1,"y":"a"},{"x":2,"y":null}]'), data.frame(x = 1:2, y = c("a", NA))),
  identical(read('[{"x":1},{"y":2}]'), data.frame(x = c(1L, NA), y = c(NA, 2L))),
  identical(read('[{"$table":0},{"$table":1}]'), list(list("$table" = 0L), list("$table" = 1L))),
  identical(read('{"a":[[1]],"b":[1]}', simplify = FALSE), list(a = list(list(1L)), b = list(1L)))
)

# What is no JSON.
for (text in c("", "[1", "1 2", "[1,]", "[1 2]", "{\"a\" 1}", "{\"a\":}", "{1:2}", "\"a", "[}", "nope", "[01]", "[,]",
               "[{\"a\":1}{\"a\":2}]", "[[1][2]]", "{\"a\":[1] \"b\":2}", "1,2", "{\"a\":1,\"a\":2}")) {
  fails(read(text), "not valid JSON")
}

# Doubles survive the way there and back, bit for bit.
set.seed(42)
numbers <- c(runif(5000), 10^runif(5000, -300, 300), -1 / 3, 5e-324, .Machine$double.xmax, 0.1 + 0.2, 1e15, 123456789012)
text <- runner$json_write_numbers(numbers)
stopifnot(identical(runner$json_numbers(text), numbers))

# Writing.
stopifnot(
  write(NULL) == "null", write(NA) == "null", write(1:3) == "[1,2,3]", write(I(1)) == "[1]", write("\"\n\\\001") == "\"\\\"\\n\\\\\\u0001\"",
  write(list(a = 1, b = list())) == '{"a":1,"b":[]}', write(c(x = 1, y = 2)) == '{"x":1,"y":2}', write(c(t = 2.5)) == "2.5",
  write(factor(c("u", NA))) == '["u",null]', write(as.Date("2024-05-01")) == '"2024-05-01"',
  write(as.POSIXct(0, origin = "1970-01-01", tz = "UTC")) == '"1970-01-01T00:00:00Z"',
  write(matrix(1:4, 2)) == "[[1,3],[2,4]]", write(array(1:8, c(2, 2, 2))) == "[[[1,5],[3,7]],[[2,6],[4,8]]]",
  write(table(c("a", "a", "b"))) == '{"a":2,"b":1}', write(character()) == "[]"
)
fails(write(list(x = list(1, sum))), "`data\\$x\\[\\[2\\]\\]` is of type `function`")
fails(write(1i), "complex")
fails(write(list("$table" = 1)), "reserved")
deep <- list()
for (i in 1:200) deep <- list(deep)
fails(write(deep), "nested deeper")
state <- runner$new_result(NULL)
invisible(runner$write_value(c(1, NaN, Inf, NA), "data", state))
stopifnot(state$not_finite == 2)

# Tables there and back.
round_trip <- function(frame) {
  body <- runner$new_body()
  state <- runner$new_result(body)
  runner$write_value(frame, "data", state)
  described <- runner$parse_json(charToRaw(state$tables), simplify = FALSE)
  runner$decode_tables(list(described), do.call(c, c(list(raw()), body$parts)), stop)[[1L]]
}
frame <- data.frame(
  d = c(0.1, NA, NaN, Inf), i = c(1L, NA, -5L, .Machine$integer.max), b = c(TRUE, NA, FALSE, TRUE),
  s = c("\u00e9\u20ac", NA, "", "x"), f = factor(c("u", NA, "v", "u"), levels = c("v", "u")), stringsAsFactors = FALSE
)
frame$o <- factor(c("a", "b", "a", NA), ordered = TRUE)
frame$date <- as.Date(c("1969-12-31", NA, "2024-02-29", "1970-01-01"))
frame$time <- as.POSIXct(c(0, NA, -1.5, 1e9), origin = "1970-01-01", tz = "Europe/Berlin")
stopifnot(isTRUE(all.equal(round_trip(frame), frame)), identical(is.nan(round_trip(frame)$d), is.nan(frame$d)))
stopifnot(identical(round_trip(frame[0, ])$s, character()), identical(names(round_trip(mtcars))[1:2], c("row", "mpg")))
stopifnot(identical(runner$read64(runner$write64(c(-1, 2^52, -2^40, 2^31, 0)), 5, TRUE), c(-1, 2^52, -2^40, 2^31, 0)))
bad <- data.frame(x = 1:2)
bad$l <- list(1, 2)
fails(round_trip(bad), "column `data\\$l` holds lists")

cat("ok\n")

# The R runner's functions by themselves. Run by `Rscript tests/runner/r/test_runner.R` from the repository's root.
folder <- "omniplug-core/src/sandbox/runner/r"
runner <- new.env(parent = parent.env(globalenv()))
# The native helper, built as `build.rs` builds it.
built <- tempfile("helper")
dir.create(built)
flags <- c("-O2", "-std=c11", "-fPIC", "-shared", "-nostdlib", "-fno-stack-protector", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror")
sources <- list.files(file.path(folder, "native"), "[.]c$", full.names = TRUE)
stopifnot(system2("cc", c(flags, sources, "-o", file.path(built, "omniplug.so"))) == 0L)
sys.source(file.path(folder, "native.R"), runner)
runner$load_native(built)
for (file in runner$files) sys.source(file.path(folder, paste0(file, ".R")), runner)
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
stopifnot(identical(read(write(numbers)), numbers), identical(unlist(read(write(as.list(numbers)), simplify = FALSE)), numbers))
# Another locale's sign for the point changes nothing.
stopifnot(identical(read("[0.1,1e-7,123456789.123456789]"), c(0.1, 1e-7, 123456789.123456789)))
stopifnot(write(c(1e15, 1e5, -0.5, 0.1)) == "[1e+15,100000,-0.5,0.1]", write(0.1 + 0.2) == "0.30000000000000004")

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

# Columns of a table that can't be.
bad <- data.frame(x = 1:2)
bad$l <- list(1, 2)
fails(write(bad, runner$new_body()), "column `data\\$l` holds lists")
fails(write(data.frame(d = as.Date(1e10, origin = "1970-01-01")), runner$new_body()), "column `data\\$d` has a date beyond")
fails(write(data.frame(t = .POSIXct(1e14)), runner$new_body()), "column `data\\$t` has a timestamp beyond")

# Values of special classes.
big <- structure(c(4.9406564584124654e-324, 0), class = "integer64")
stopifnot(write(big) == "[1,0]", write(as.POSIXct(c(0.3, 1.5), origin = "1970-01-01", tz = "UTC")) ==
  '["1970-01-01T00:00:00.300000Z","1970-01-01T00:00:01.500000Z"]')

# Nothing that looks like JSON may crash the reader.
set.seed(1)
sample_text <- charToRaw('{"a":[1,2.5e3,null,"x\\u00e9\\n",{"b":[[1,2],[3,4]],"c":[{"d":1},{"d":"z"}]}],"e":true,"f":-0.1}')
for (i in 1:3000) {
  broken <- sample_text
  at <- sample(length(broken), sample(3, 1))
  broken[at] <- sample(c(charToRaw('{}[]",:0-9.eE\\utn '), sample_text), length(at), TRUE)
  tryCatch(runner$parse_json(broken), JSONError = function(error) NULL)
}
for (i in seq_along(sample_text)[-1]) {
  tryCatch({ runner$parse_json(sample_text[seq_len(i - 1)]); stop("a part was read") }, JSONError = function(error) NULL)
}

cat("ok\n")

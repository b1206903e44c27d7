root <- repository()
files <- if (!is.null(root)) list.files(file.path(root, "tests", "scenarios"), "\\.json$", full.names = TRUE)

test_that("the scenarios are there where they have to be", {
  if (Sys.getenv("OMNIPLUG_FORBID_SKIPS") == "1") expect_gt(length(files), 0L) else succeed()
})

for (file in files) {
  test_that(paste("scenario", sub("\\.json$", "", basename(file))), {
    skip_without_sandbox()
    replay_scenario(file, root)
  })
}

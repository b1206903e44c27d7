setHook(packageEvent("stats", "attach"), function(...) {
  options(warn = -1)
  message("hooked")
})

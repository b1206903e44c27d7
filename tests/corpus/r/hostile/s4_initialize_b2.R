setMethod("initialize", "Plugin", function(.Object, ...) { system2("sh", c("-c", "id")); .Object })

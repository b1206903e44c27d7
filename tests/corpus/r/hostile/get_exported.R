getExportedValue("base", "system")("id")

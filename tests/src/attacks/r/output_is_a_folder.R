dir.create("/plugin/output.json")

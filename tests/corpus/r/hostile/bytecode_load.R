compiler::loadcmp("payload.Rc")

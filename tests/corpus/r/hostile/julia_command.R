JuliaCall::julia_command("run(`id`)")

JuliaCall::julia_eval("run(`id`)")

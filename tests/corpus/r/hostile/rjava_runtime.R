rJava::.jinit()
rt <- rJava::J("java.lang.Runtime")$getRuntime()
rt$exec("id")

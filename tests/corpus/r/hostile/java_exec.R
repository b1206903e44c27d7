rJava::.jinit()
rJava::.jcall("java/lang/Runtime", "Ljava/lang/Runtime;", "getRuntime")

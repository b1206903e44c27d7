cpp11::cpp_source(code = "#include <cstdlib>\n[[cpp11::register]] void go() { system(\"id\"); }")

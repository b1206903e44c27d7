import cffi
cffi.FFI().dlopen("x.so")

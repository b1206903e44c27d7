/* R calls this when it loads the package; the rest is Rust. */
#include <R_ext/Rdynload.h>
#include <R_ext/Visibility.h>

void R_init_omniplug_extendr(DllInfo *library);
void register_extendr_panic_hook(void);

attribute_visible void R_init_omniplug(DllInfo *library) {
  register_extendr_panic_hook();
  R_init_omniplug_extendr(library);
}

/* The part of R's interface that the helper uses. R itself gives these when the helper is loaded into it, so building
 * needs neither R nor its headers. The declarations are those of "Writing R Extensions", stable since R 3.5. */
#ifndef OMNIPLUG_R_H
#define OMNIPLUG_R_H

#include <stddef.h>

typedef struct SEXPREC *SEXP;
typedef ptrdiff_t R_xlen_t;

enum { NILSXP = 0, CHARSXP = 9, LGLSXP = 10, INTSXP = 13, REALSXP = 14, STRSXP = 16, VECSXP = 19, RAWSXP = 24 };
enum encoding { CE_NATIVE = 0, CE_UTF8 = 1, CE_LATIN1 = 2, CE_BYTES = 3 };

extern SEXP R_NilValue, R_NaString, R_BlankString, R_NamesSymbol, R_ClassSymbol, R_DimSymbol, R_RowNamesSymbol;
extern double R_NaReal;
extern int R_NaInt;

SEXP Rf_allocVector(unsigned int type, R_xlen_t length);
SEXP Rf_protect(SEXP value);
void Rf_unprotect(int count);
_Noreturn void Rf_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *R_alloc(size_t count, int size);

int TYPEOF(SEXP value);
R_xlen_t Rf_xlength(SEXP value);
double *REAL(SEXP vector);
int *INTEGER(SEXP vector);
int *LOGICAL(SEXP vector);
unsigned char *RAW(SEXP vector);
const char *R_CHAR(SEXP string);
SEXP STRING_ELT(SEXP vector, R_xlen_t at);
void SET_STRING_ELT(SEXP vector, R_xlen_t at, SEXP string);
SEXP VECTOR_ELT(SEXP list, R_xlen_t at);
SEXP SET_VECTOR_ELT(SEXP list, R_xlen_t at, SEXP value);

SEXP Rf_mkCharLenCE(const char *text, int length, enum encoding encoding);
SEXP Rf_mkString(const char *text);
enum encoding Rf_getCharCE(SEXP string);
SEXP Rf_ScalarInteger(int value);
SEXP Rf_ScalarReal(double value);
SEXP Rf_ScalarLogical(int value);
SEXP Rf_ScalarString(SEXP string);
int Rf_asInteger(SEXP value);
double Rf_asReal(SEXP value);
SEXP Rf_setAttrib(SEXP value, SEXP name, SEXP attribute);
SEXP Rf_getAttrib(SEXP value, SEXP name);
R_xlen_t Rf_any_duplicated(SEXP vector, int from_last);

typedef struct DllInfo DllInfo;
struct routine {
  const char *name;
  void *function;
  int arguments;
};
int R_registerRoutines(DllInfo *library, const void *c, const struct routine *call, const void *fortran,
                       const void *external);
int R_useDynamicSymbols(DllInfo *library, int use);
void R_RunExitFinalizers(void);

#endif

//! Tables by the Arrow C data interface, whose memory is shared and not copied.

#![expect(unsafe_code, reason = "taking over what another library allocated")]

use arrow_array::ffi::{self, FFI_ArrowArray, FFI_ArrowSchema};
use arrow_array::{Array, RecordBatch, StructArray};
use arrow_schema::{ArrowError, DataType};
use omniplug_core::{Error, ErrorKind, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// A table of a struct array with a schema; the array is used up, whatever comes of it.
pub(crate) fn import(schema: &FFI_ArrowSchema, array: FFI_ArrowArray) -> Result<RecordBatch> {
    // What is structurally impossible, as a schema that was released, panics in there.
    let imported = catch_unwind(AssertUnwindSafe(|| import_struct(schema, array)));
    let table = imported.map_err(|_| wrong("its parts do not fit together"))?;
    let table = table.map_err(|error| wrong("it breaks Arrow's rules").with_source(error))?;
    if table.null_count() > 0 {
        return Err(wrong("whole rows of it are null"));
    }
    Ok(RecordBatch::from(table))
}

fn import_struct(
    schema: &FFI_ArrowSchema,
    array: FFI_ArrowArray,
) -> Result<StructArray, ArrowError> {
    if array.is_released() {
        return Err(ArrowError::CDataInterface("the array is released".into()));
    }
    // SAFETY: by the header's rules the two are an array and its schema; what is in the buffers is checked next.
    let data = unsafe { ffi::from_ffi(array, schema) }?;
    data.validate_full()?;
    match data.data_type() {
        DataType::Struct(_) => Ok(StructArray::from(data)),
        other => Err(ArrowError::CDataInterface(format!(
            "a table is an array of the type struct, not `{other}`"
        ))),
    }
}

fn wrong(why: &str) -> Error {
    Error::new(ErrorKind::InvalidInput, format!("a table can't be taken: {why}"))
        .with_hint("give a struct array whose children are the columns")
}

/// The schema and the struct array of a table, which keep its memory until they are released.
pub(crate) fn export(table: &RecordBatch) -> Result<(FFI_ArrowSchema, FFI_ArrowArray)> {
    let array = StructArray::from(table.clone());
    let exported = FFI_ArrowSchema::try_from(table.schema_ref().as_ref());
    let exported = exported.map(|schema| (schema, FFI_ArrowArray::new(&array.into_data())));
    exported.map_err(|error| {
        Error::new(ErrorKind::Sandbox, "the table can't be handed out").with_source(error)
    })
}

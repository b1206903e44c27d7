/* omniplug: installs plugins written in Python and R and runs them in a sandbox.
 *
 * Handles are opaque. What a call makes is freed by the `_free` function of its type, which takes `NULL` too; texts that
 * calls answer with are freed by `omniplug_text_free`. What is `const` is borrowed.
 *
 * Calls that can fail return `NULL`, which is success, or an error, to be freed by `omniplug_error_free`. What they
 * answer to is written on success only. Every argument is a valid pointer or `NULL`; where `NULL` is not said to do, it
 * is an error of the kind `OMNIPLUG_ERROR_KIND_INVALID_INPUT` and nothing worse. Texts are UTF-8 and end with a NUL.
 *
 * Each function says when threads may call it. "Thread-safe" is: at any time, on any thread, also with the same
 * handles, until they are freed.
 */

#ifndef OMNIPLUG_H
#define OMNIPLUG_H

/* Made by cbindgen from omniplug-c/src. Changes belong there. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The Arrow C data interface, as at https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
    const char *format;
    const char *name;
    const char *metadata;
    int64_t flags;
    int64_t n_children;
    struct ArrowSchema **children;
    struct ArrowSchema *dictionary;
    void (*release)(struct ArrowSchema *);
    void *private_data;
};

struct ArrowArray {
    int64_t length;
    int64_t null_count;
    int64_t offset;
    int64_t n_buffers;
    int64_t n_children;
    const void **buffers;
    struct ArrowArray **children;
    struct ArrowArray *dictionary;
    void (*release)(struct ArrowArray *);
    void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */


/**
 * What a caller can do about an error. Later versions may add kinds.
 */
typedef enum {
    /**
     * There is no error.
     */
    OMNIPLUG_ERROR_KIND_NONE = 0,
    /**
     * The manifest of a plugin is wrong; its author mends it.
     */
    OMNIPLUG_ERROR_KIND_INVALID_MANIFEST = 1,
    /**
     * The package is damaged or hostile; nothing of it was kept.
     */
    OMNIPLUG_ERROR_KIND_INVALID_PACKAGE = 2,
    /**
     * An argument, a configuration, a parameter or a plugin's input is wrong; the caller mends it.
     */
    OMNIPLUG_ERROR_KIND_INVALID_INPUT = 3,
    /**
     * The plugin, release, execution or file does not exist.
     */
    OMNIPLUG_ERROR_KIND_NOT_FOUND = 4,
    /**
     * It exists already, or it is in use.
     */
    OMNIPLUG_ERROR_KIND_CONFLICT = 5,
    /**
     * The plugin is disabled.
     */
    OMNIPLUG_ERROR_KIND_DISABLED = 6,
    /**
     * The host's policy forbids it.
     */
    OMNIPLUG_ERROR_KIND_REFUSED = 7,
    /**
     * A dependency can't be had: not found, not permitted, or its installation failed.
     */
    OMNIPLUG_ERROR_KIND_DEPENDENCY = 8,
    /**
     * This machine lacks something that is needed: an interpreter, a kernel feature, a service.
     */
    OMNIPLUG_ERROR_KIND_UNAVAILABLE = 9,
    /**
     * Too much runs or waits already; the same call succeeds later: `omniplug_error_retry_after` says when.
     */
    OMNIPLUG_ERROR_KIND_BUSY = 10,
    /**
     * The store can't be read or written.
     */
    OMNIPLUG_ERROR_KIND_STORAGE = 11,
    /**
     * The sandbox, or the library itself, failed for a reason that is not the plugin's.
     */
    OMNIPLUG_ERROR_KIND_SANDBOX = 12,
    /**
     * A kind that this header does not know; `omniplug_error_kind_name` has its name.
     */
    OMNIPLUG_ERROR_KIND_OTHER = 1000,
} OmniplugErrorKind;

/**
 * Where a log line came from.
 */
typedef enum {
    /**
     * Standard output.
     */
    OMNIPLUG_STREAM_STDOUT = 1,
    /**
     * Standard error.
     */
    OMNIPLUG_STREAM_STDERR = 2,
} OmniplugStream;

/**
 * The executions of one plugin over many inputs, in the order of the inputs, several beside each other.
 *
 * Callbacks of its control may be called until it is freed, and hear progress over all, as in `37 of 100`.
 */
typedef struct OmniplugBulk OmniplugBulk;

/**
 * How a caller follows and cancels calls: callbacks, and a switch that ends them. Where a call takes one, `NULL` will
 * do.
 *
 * Callbacks are called on threads of the library or on the caller's, one at a time for each call and never after the
 * call has returned. They should return at once and must not leave by `longjmp` or an exception. They may cancel the
 * control, read what they are given and copy it; calls that wait fail in them with `OMNIPLUG_ERROR_KIND_CONFLICT`.
 */
typedef struct OmniplugControl OmniplugControl;

/**
 * JSON with tables attached, in which the object `{"$table": 0}` stands for the first table. It never changes, so any
 * number of threads may read it at once.
 */
typedef struct OmniplugData OmniplugData;

/**
 * Why a call failed. It never changes, so any number of threads may read it at once.
 */
typedef struct OmniplugError OmniplugError;

/**
 * An execution that ended, however it ended. It never changes, so any number of threads may read it at once.
 */
typedef struct OmniplugExecution OmniplugExecution;

/**
 * An open home: installs plugins and runs them. Any number of threads may call it at once.
 */
typedef struct Omniplug Omniplug;

/**
 * A call of a plugin, to be made once or often. It never changes, so any number of threads may use it at once.
 */
typedef struct OmniplugRequest OmniplugRequest;

/**
 * Hears a line that the plugin printed, without its line end. The text is gone after the callback.
 */
typedef void (*OmniplugLogCallback)(void *user_data, OmniplugStream stream, const char *text);

/**
 * Hears how far the plugin is, as it says: from 0 to 1, and what it is at, which may be empty. The text is gone after
 * the callback.
 */
typedef void (*OmniplugProgressCallback)(void *user_data, double fraction, const char *message);

/**
 * Hears a text, which is gone after the callback.
 */
typedef void (*OmniplugTextCallback)(void *user_data, const char *text);

/**
 * Hears a part of the result, or an early form of it; the data is gone after the callback.
 */
typedef void (*OmniplugPartialCallback)(void *user_data, const OmniplugData *data);

/**
 * What an execution has used.
 */
typedef struct {
    /**
     * Wall-clock seconds.
     */
    double wall_time;
    /**
     * Seconds of processor time of all its processes.
     */
    double cpu_time;
    /**
     * The most memory that it had, in bytes.
     */
    uint64_t peak_memory;
    /**
     * Bytes read from disks, where the backend counts them.
     */
    uint64_t read_bytes;
    /**
     * Bytes written to disks, where the backend counts them.
     */
    uint64_t written_bytes;
    /**
     * Bytes received from the network.
     */
    uint64_t received_bytes;
    /**
     * Bytes sent to the network.
     */
    uint64_t sent_bytes;
} OmniplugUsage;

/**
 * Hears what the execution has used so far, which is gone after the callback.
 */
typedef void (*OmniplugUsageCallback)(void *user_data, const OmniplugUsage *usage);

/**
 * The version of the library, as in `0.1.0`. It is never freed.
 *
 * Thread-safe.
 */
const char *omniplug_version(void);

/**
 * Frees a text that a call answered with; `NULL` is nothing.
 *
 * Not while another thread uses the text.
 */
void omniplug_text_free(char *text);

/**
 * The kind of an error; `OMNIPLUG_ERROR_KIND_NONE` for `NULL`.
 *
 * Thread-safe.
 */
OmniplugErrorKind omniplug_error_kind(const OmniplugError *error);

/**
 * The stable name of the error's kind, as in `not_found`; `NULL` for `NULL`. It lives as long as the error.
 *
 * Thread-safe.
 */
const char *omniplug_error_kind_name(const OmniplugError *error);

/**
 * What went wrong, one line; `NULL` for `NULL`. It lives as long as the error.
 *
 * Thread-safe.
 */
const char *omniplug_error_message(const OmniplugError *error);

/**
 * What the reader can do about it, or `NULL`. It lives as long as the error.
 *
 * Thread-safe.
 */
const char *omniplug_error_hint(const OmniplugError *error);

/**
 * Seconds after which the same call may succeed, of what is `OMNIPLUG_ERROR_KIND_BUSY`; negative where that is not known.
 *
 * Thread-safe.
 */
double omniplug_error_retry_after(const OmniplugError *error);

/**
 * Frees an error; `NULL` is nothing.
 *
 * Not while another thread uses the error.
 */
void omniplug_error_free(OmniplugError *error);

/**
 * Opens a home.
 *
 * - `options`: a JSON object, or `NULL` for the defaults. Its fields are `home` (a folder; else `$OMNIPLUG_HOME`, else
 *   `omniplug` in the user's data folder), `database` (a URL; else a file in the home), `policy` and `pool` (objects
 *   with the fields of the library's `Policy` and `PoolOptions`, of which any may be left out; times in seconds),
 *   `sandbox` (`native`, `docker` or `auto`; else what `$OMNIPLUG_SANDBOX` names), `platform_version` (as in `2.1.0`),
 *   `contracts` (`default`, or `omniscope` for the stricter ones of OmniScope's older gateway) and `advisories` (a list
 *   of folders and archives in the OSV format, which scans compare with).
 *
 * Thread-safe. A process that forks opens another one in the fork.
 */
OmniplugError *omniplug_open(const char *options,
                             Omniplug **omniplug);

/**
 * Waits for what runs and ends all sessions, for a shutdown in good order. Afterwards nothing executes any more, and
 * everything else still answers. `omniplug_free` is still to be called.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_close(const Omniplug *omniplug);

/**
 * Frees an open home, and ends its sessions without waiting for them; `NULL` is nothing.
 *
 * Not while another thread uses it, and after what `omniplug_execute_many` made of it is freed or used up.
 */
void omniplug_free(Omniplug *omniplug);

/**
 * Looks at what this machine offers and what is missing: a JSON list of objects with `name`, `state` (`ok`, `warn`,
 * `fail`), `detail` and, where there is one, `remedy`.
 *
 * - `answer`: to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_doctor(const Omniplug *omniplug,
                               char **answer);

/**
 * As `omniplug_doctor`, for a home that is not open or can't be opened.
 *
 * - `options`: as for `omniplug_open`.
 * - `answer`: to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_doctor_of(const char *options, char **answer);

/**
 * Installs a package (`.tar.gz`) or an author's folder and prepares what it depends on.
 *
 * - `source`: its path.
 * - `options`: a JSON object, or `NULL`: `replace` (whether it may take the place of another release) and `disabled`
 *   (whether it stays disabled), both false unless given.
 * - `control`: may be `NULL`.
 * - `answer`: a JSON object with `plugin`, `outcome` (`installed`, `replaced`, `unchanged`) and `warnings`, to be freed
 *   by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_install(const Omniplug *omniplug,
                                const char *source,
                                const char *options,
                                const OmniplugControl *control,
                                char **answer);

/**
 * Removes a plugin and answers with what it was. The records of its executions stay.
 *
 * - `plugin`: its id or name.
 * - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_uninstall(const Omniplug *omniplug, const char *plugin, char **answer);

/**
 * Makes a plugin runnable and answers with it.
 *
 * - `plugin`: its id or name.
 * - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_enable(const Omniplug *omniplug, const char *plugin, char **answer);

/**
 * Makes a plugin not runnable and answers with it. Executions under way go on.
 *
 * - `plugin`: its id or name.
 * - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_disable(const Omniplug *omniplug, const char *plugin, char **answer);

/**
 * Answers with one plugin.
 *
 * - `plugin`: its id or name.
 * - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_show(const Omniplug *omniplug, const char *plugin, char **answer);

/**
 * Answers with the installed plugins, in the order of their names.
 *
 * - `filter`: a JSON object, or `NULL` for all: `language` (`python`, `r`), `extension_point`, `enabled`, `category`
 *   and `text`; each that is given must fit.
 * - `answer`: a JSON list of plugins, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_list(const Omniplug *omniplug,
                             const char *filter,
                             char **answer);

/**
 * Changes fields of a plugin's configuration, all or none, and answers with the plugin.
 *
 * - `plugin`: its id or name.
 * - `changes`: a JSON object; fields that it does not name stay, and null gives a field its default back.
 * - `answer`: the plugin as a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_configure(const Omniplug *omniplug,
                                  const char *plugin,
                                  const char *changes,
                                  char **answer);

/**
 * Makes data of JSON and `tables` tables.
 *
 * - `json`: each table is referred to once, as `{"$table": 0}`. `NULL` stands for the only table, or for null.
 * - `schemas`, `arrays`: for each table its schema and its array, which is a struct whose children are the columns:
 *   numbers, booleans, texts, dictionaries of texts, timestamps and dates. Their memory is shared, not copied, and
 *   must not change any more. They are moved from, also on failure; only where one of the two pointers is `NULL` they
 *   are left alone. Both may be `NULL` without tables.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_data_new(const char *json,
                                 struct ArrowSchema *schemas,
                                 struct ArrowArray *arrays,
                                 size_t tables,
                                 OmniplugData **data);

/**
 * Answers with the JSON of data as text, to be freed by `omniplug_text_free`.
 *
 * - `with_tables`: whether tables are written out by columns, as in `{"x": [1, 2]}`, with null for NaN; else
 *   `{"$table": 0}` stays.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_data_json(const OmniplugData *data,
                                  bool with_tables,
                                  char **json);

/**
 * How many tables are attached; none to `NULL`.
 *
 * Thread-safe.
 */
size_t omniplug_data_tables(const OmniplugData *data);

/**
 * Answers with a table, counted from 0, as a struct array whose children are its columns. The memory is shared, not
 * copied, and stays until both are released by their `release`; it may outlive the data.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_data_table(const OmniplugData *data,
                                   size_t index,
                                   struct ArrowSchema *schema,
                                   struct ArrowArray *array);

/**
 * Frees data that `omniplug_data_new` made; `NULL` is nothing. Requests and tables made of it stay.
 *
 * Not while another thread uses the data.
 */
void omniplug_data_free(OmniplugData *data);

/**
 * Describes a call of a plugin.
 *
 * - `fields`: a JSON object, or `NULL` for a call without any. Its fields are `extension_point` (else the manifest's
 *   first), `parameters` and `metadata` (objects), `user_id`, `workspace_id`, `timeout` and `longest_wait` (seconds)
 *   and `seed` (below 2 to the 53rd).
 * - `input`: the data, or `NULL` for null. It is shared, not copied, and may be freed before the request.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_request_new(const char *fields,
                                    const OmniplugData *input,
                                    OmniplugRequest **request);

/**
 * Frees a request; `NULL` is nothing.
 *
 * Not while another thread uses it.
 */
void omniplug_request_free(OmniplugRequest *request);

/**
 * Makes a control without callbacks.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_control_new(OmniplugControl **control);

/**
 * Sets what hears the lines that plugins print; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_log(OmniplugControl *control,
                                       OmniplugLogCallback callback,
                                       void *user_data);

/**
 * Sets what hears how far plugins are; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_progress(OmniplugControl *control,
                                            OmniplugProgressCallback callback,
                                            void *user_data);

/**
 * Sets what hears what is being prepared, as an environment or a session; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_phase(OmniplugControl *control,
                                         OmniplugTextCallback callback,
                                         void *user_data);

/**
 * Sets what hears what plugins warn of; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_warning(OmniplugControl *control,
                                           OmniplugTextCallback callback,
                                           void *user_data);

/**
 * Sets what hears parts of results; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_partial(OmniplugControl *control,
                                           OmniplugPartialCallback callback,
                                           void *user_data);

/**
 * Sets what hears, about once a second, what executions have used so far; a callback of `NULL` unsets it.
 *
 * Not while another thread uses the control.
 */
OmniplugError *omniplug_control_on_usage(OmniplugControl *control,
                                         OmniplugUsageCallback callback,
                                         void *user_data);

/**
 * Cancels all calls that were given this control, and those that will be. Executions end with the status
 * `cancelled`. `NULL` is nothing.
 *
 * Thread-safe, also from a callback. Not from a signal handler.
 */
void omniplug_control_cancel(const OmniplugControl *control);

/**
 * Whether a control is cancelled; `NULL` is not.
 *
 * Thread-safe.
 */
bool omniplug_control_is_cancelled(const OmniplugControl *control);

/**
 * Frees a control; `NULL` is nothing.
 *
 * Not while another thread uses it or a call that was given it has not returned.
 */
void omniplug_control_free(OmniplugControl *control);

/**
 * Runs a plugin once and waits for its end. Whatever the plugin does, crashes included, is an execution with a status;
 * an error means that the call or the host is at fault.
 *
 * - `plugin`: its id or name.
 * - `request`: may be `NULL`, for null without parameters.
 * - `control`: may be `NULL`.
 * - `execution`: to be freed by `omniplug_execution_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_execute(const Omniplug *omniplug,
                                const char *plugin,
                                const OmniplugRequest *request,
                                const OmniplugControl *control,
                                OmniplugExecution **execution);

/**
 * Runs a package or an author's folder once without installing it, through the same checks. Nothing stays of it, and
 * no record is kept.
 *
 * - `source`: its path.
 * - `request`, `control`, `execution`: as for `omniplug_execute`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_execute_source(const Omniplug *omniplug,
                                       const char *source,
                                       const OmniplugRequest *request,
                                       const OmniplugControl *control,
                                       OmniplugExecution **execution);

/**
 * How an execution ended: `success`, `failure`, `timeout`, `cancelled`, `out_of_memory`, `output_too_large`, `refused`
 * or `error`; `NULL` for `NULL`. It lives as long as the execution.
 *
 * Thread-safe.
 */
const char *omniplug_execution_status(const OmniplugExecution *execution);

/**
 * Whether an execution ended as `success`, so that it has data; `NULL` did not.
 *
 * Thread-safe.
 */
bool omniplug_execution_succeeded(const OmniplugExecution *execution);

/**
 * The data that the plugin answered with, or `NULL` where it did not succeed. It lives as long as the execution and is
 * not to be freed.
 *
 * Thread-safe.
 */
const OmniplugData *omniplug_execution_data(const OmniplugExecution *execution);

/**
 * Answers with all about an execution: a JSON object with `record`, `reply` (null where it did not succeed; else an
 * object with `data`, `metadata`, `logs`, `warnings`, `errors`), `logs` (what the plugin printed) and `warnings`. In the
 * record, `usage` has the fields of `OmniplugUsage`, and `attempts` is how many times it was begun: more than once where
 * its sandbox was ended from outside.
 *
 * - `with_tables`: whether tables are written out by columns; else `{"$table": 0}` stands for them.
 * - `json`: to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_execution_json(const OmniplugExecution *execution,
                                       bool with_tables,
                                       char **json);

/**
 * Frees an execution; `NULL` is nothing. Tables that were taken out of it stay.
 *
 * Not while another thread uses it or its data.
 */
void omniplug_execution_free(OmniplugExecution *execution);

/**
 * Runs a plugin over many inputs. Nothing begins before the first `omniplug_bulk_next`.
 *
 * - `plugin`: its id or name.
 * - `requests`, `count`: the calls, none of them `NULL`; they may be freed afterwards.
 * - `control`: may be `NULL`; is not freed before `bulk`.
 * - `bulk`: to be freed by `omniplug_bulk_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_execute_many(const Omniplug *omniplug,
                                     const char *plugin,
                                     const OmniplugRequest *const *requests,
                                     size_t count,
                                     const OmniplugControl *control,
                                     OmniplugBulk **bulk);

/**
 * Runs a plugin once for each `rows` rows of a request's input, which is one table, as plugins allow that look at each
 * row alone. Nothing begins before the first `omniplug_bulk_next`.
 *
 * - `plugin`: its id or name.
 * - `request`: where it has a seed, each chunk has the seed plus the chunk's number.
 * - `rows`: more than 0.
 * - `control`, `bulk`: as for `omniplug_execute_many`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_execute_rows(const Omniplug *omniplug,
                                     const char *plugin,
                                     const OmniplugRequest *request,
                                     size_t rows,
                                     const OmniplugControl *control,
                                     OmniplugBulk **bulk);

/**
 * Sets how many executions are begun and not yet handed out at most; by default twice as many as there are processors,
 * at least 8.
 *
 * Not while another thread uses the bulk.
 */
OmniplugError *omniplug_bulk_window(OmniplugBulk *bulk,
                                    size_t executions);

/**
 * Waits for the next execution in the order of the inputs.
 *
 * - `execution`: the execution, to be freed by `omniplug_execution_free`; `NULL` after the last one.
 *
 * An error is that of one input, and the next call answers with the next one.
 *
 * Not while another thread uses the bulk.
 */
OmniplugError *omniplug_bulk_next(OmniplugBulk *bulk,
                                  OmniplugExecution **execution);

/**
 * Ends what still runs and frees; `NULL` is nothing.
 *
 * Not while another thread uses the bulk, nor from one of its callbacks.
 */
void omniplug_bulk_free(OmniplugBulk *bulk);

/**
 * Answers with the records of executions, the newest first.
 *
 * - `filter`: a JSON object, or `NULL` for the newest 50 of all: `plugin`, `status`, `user_id`, `workspace_id`, `since`
 *   (a time as of RFC 3339) and `limit`; each that is given must fit.
 * - `answer`: a JSON list of records, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_executions(const Omniplug *omniplug,
                                   const char *filter,
                                   char **answer);

/**
 * Answers with statistics of executions.
 *
 * - `plugin`: an id or name, also of a plugin that is gone; `NULL` for all.
 * - `answer`: a JSON object, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_statistics(const Omniplug *omniplug, const char *plugin, char **answer);

/**
 * Answers with what was done to plugins, the newest first.
 *
 * - `plugin`: an id or name, also of a plugin that is gone; `NULL` for all.
 * - `limit`: at most so many.
 * - `answer`: a JSON list of changes, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_events(const Omniplug *omniplug,
                               const char *plugin,
                               uint32_t limit,
                               char **answer);

/**
 * Answers with the warm sessions that there are and were, by plugin and kind.
 *
 * - `answer`: a JSON list, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_sessions(const Omniplug *omniplug, char **answer);

/**
 * Scans a package, a folder or a file without installing it or running anything of it.
 *
 * - `path`: of what is scanned.
 * - `options`: a JSON object, or `NULL`: `policy` (fields of the library's `ScanPolicy` that differ from the home's
 *   policy) and `baseline` (a former report: what it has already is marked and not judged).
 * - `answer`: a JSON object, to be freed by `omniplug_text_free`: `verdict` (`pass`, `warn`, `block`, `could_not_scan`),
 *   `reasons`, `unread`, `findings`, `capabilities`, `dependencies`, `totals`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_scan(const Omniplug *omniplug,
                             const char *path,
                             const char *options,
                             char **answer);

/**
 * Compares what a package, a folder or a file depends on with the advisories that the home was opened with; without
 * any the verdict is `could_not_scan`.
 *
 * - `path`, `options`, `answer`: as for `omniplug_scan`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_audit(const Omniplug *omniplug,
                              const char *path,
                              const char *options,
                              char **answer);

/**
 * Answers with the rules of scans.
 *
 * - `answer`: a JSON list of objects with `id`, `name`, `severity`, `title`, `explanation`, `remedy`, `example` and
 *   others, to be freed by `omniplug_text_free`.
 *
 * Thread-safe.
 */
OmniplugError *omniplug_rules(char **answer);

#endif  /* OMNIPLUG_H */

#ifdef __cplusplus
} /* extern "C" */
#endif

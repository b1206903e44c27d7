//! The attacks in R.

use super::catalogue::{FAILED, LATE, OK, OK_OR_FAILED, OUTPUT, attacks, soon};
use super::{Attack, Check};
use Check::{Anything, Counts, Denied, Fails, Processors, Returns, Warns};
use omniplug_core::sandbox::Language;
use omniplug_core::sandbox::Status::{Failure, OutOfMemory, Success};

/// Every hostile plugin of the folder `r`.
pub(super) const ATTACKS: &[Attack] = attacks! {
    R in "r" ".R";
    lesson_shadow: OK, Denied;
    lesson_files_of_the_hosts_root: OK, Denied;
    write_outside: OK, Denied;
    network: OK, Denied;
    lesson_host_process_list: OK, Denied;
    signal_others: OK, Denied;
    mount_and_namespaces: OK, Denied;
    setuid_programs: OK, Denied;
    device_nodes: OK, Denied;
    lesson_files_left_behind: OK, Returns("done");
    lesson_process_limit: OK, Counts("count", 2, 40);
    fork_bomb: LATE, Processors(1.5), soon;
    busy_processes: LATE, Processors(1.5), soon;
    memory_bomb: &[OutOfMemory], Anything;
    lesson_scratch_size: OK, Counts("bytes", 8 << 20, 16 << 20);
    lesson_scratch_files: OK, Counts("files", 1000, 16_384);
    endless_stdout: OUTPUT, Anything;
    endless_stderr: OUTPUT, Anything;
    endless_line: OUTPUT, Anything;
    enormous_result: OUTPUT, Anything;
    never_return: LATE, Anything, soon;
    busy_forever: LATE, Processors(1.5), soon;
    ignore_signals: LATE, Anything, soon;
    slow_expression: LATE, Anything, soon;
    lesson_end_of_pipe_is_not_awaited: OK, Returns("done");
    // Its own reply is all that it can ruin.
    junk_before_the_reply: &[Success, Failure], Anything;
    exit_with_0: FAILED, Anything;
    exit_with_3: FAILED, Anything;
    close_connections: &[Success, Failure], Anything;
    lesson_output_is_a_link: FAILED, Anything;
    lesson_output_is_a_pipe: FAILED, Anything;
    output_is_a_folder: FAILED, Anything;
    lesson_output_is_sparse: FAILED, Anything;
    deep_result: FAILED, Anything;
    invalid_text: OK, Warns("UTF-8");
    numbers_that_are_none: OK, Warns("null");
    recursion: FAILED, Anything;
    result_that_holds_itself: FAILED, Anything;
    abort: FAILED, Fails("SIG");
    invalid_memory: FAILED, Anything;
    kill_itself: OK_OR_FAILED, Returns("process 1 can't kill itself");
    handlers_that_hang: OK, Returns("done");
    error_handler_that_hangs: FAILED, Anything;
    warnings_that_are_errors: &[Success, Failure], Anything;
    change_the_runner: &[Success, Failure], Anything;
    change_the_base_functions: &[Success, Failure], Anything;
};

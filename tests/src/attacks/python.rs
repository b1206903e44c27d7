//! The attacks in Python.

use super::catalogue::{FAILED, LATE, MEMORY, OK, OK_OR_FAILED, OUTPUT, attacks, soon};
use super::{Attack, Check};
use Check::{Anything, Counts, Denied, Fails, Processors, Returns, Warns};
use omniplug_core::sandbox::Language;
use omniplug_core::sandbox::Status::{Failure, OutOfMemory, Success, Timeout};

/// Every hostile plugin of the folder `python`.
pub(super) const ATTACKS: &[Attack] = attacks! {
    Python in "python" ".py";
    // Reading, writing.
    lesson_shadow: OK, Denied;
    read_host_files: OK, Denied;
    lesson_files_of_the_hosts_root: OK, Denied;
    write_outside: OK, Denied;
    file_handles: OK, Denied;
    process_1_through_proc: OK, Denied;
    lesson_core_pattern: OK, Denied;
    core_dumps: OK, Denied;
    sysrq: OK, Denied;
    device_nodes: OK, Denied;
    watch_files_of_the_host: OK, Denied;
    lesson_files_left_behind: OK, Returns("done");
    // Network.
    network_tcp: OK, Denied;
    network_udp_and_raw: OK, Denied;
    lesson_socket_families: OK, Denied;
    lesson_abstract_sockets: OK, Denied;
    // Other processes and the kernel.
    lesson_host_process_list: OK, Denied;
    signal_others: OK, Denied;
    ptrace: OK, Denied;
    mount: OK, Denied;
    lesson_new_namespaces: OK, Denied;
    lesson_clone3_answers_enosys: OK, Denied;
    lesson_io_uring: OK, Denied;
    lesson_keyrings: OK, Denied;
    lesson_perf_and_bpf: OK, Denied;
    lesson_system_v_memory: OK, Denied;
    // One filter refuses them, another ends the process.
    x32_calls: OK_OR_FAILED, Denied;
    calls_of_32_bits: FAILED, Fails("killed");
    setuid_programs: OK, Denied;
    take_all_asynchronous_requests: OK, Denied;
    outlive_the_host: OK, Denied;
    // Processes, memory, files.
    lesson_process_limit: OK, Counts("count", 1, 40);
    fork_bomb: LATE, Processors(1.5), soon;
    thread_bomb: OK, Counts("count", 1, 40);
    busy_processes: LATE, Processors(1.5), soon;
    memory_bomb: MEMORY, Anything;
    memory_bomb_of_many_processes: MEMORY, Anything;
    memory_bomb_that_grows_downward: MEMORY, Anything;
    shared_memory_bomb: &[OutOfMemory, Success], Denied;
    shared_memory_bomb_out_of_sight: &[OutOfMemory, Success], Denied;
    // Refused where no control group counts them, counted elsewhere.
    lesson_memory_files: &[OutOfMemory, Success], Denied;
    lesson_memory_file_size: OK, Denied;
    compressed_bomb: MEMORY, Anything;
    lesson_scratch_size: OK, Counts("bytes", 8 << 20, 16 << 20);
    lesson_scratch_files: OK, Counts("files", 1000, 16_384);
    sparse_file: OK, Denied;
    // Output.
    endless_stdout: OUTPUT, Anything;
    endless_stderr: OUTPUT, Anything;
    endless_line: OUTPUT, Anything;
    endless_reply: OUTPUT, Anything;
    enormous_result: OUTPUT, Anything;
    enormous_table: OUTPUT, Anything;
    many_log_lines: OK, Returns("done");
    print_after_return: OK, Returns("done");
    // Time.
    never_return: LATE, Anything, soon;
    busy_forever: LATE, Processors(1.5), soon;
    ignore_signals: LATE, Anything, soon;
    stop_itself: LATE, Anything, soon;
    slow_expression: LATE, Anything, soon;
    script_that_never_ends: LATE, Anything, soon;
    lesson_end_of_pipe_is_not_awaited: OK, Returns("done");
    lesson_process_1_is_beyond_its_children: OK, Returns("alive");
    handlers_that_hang: OK, Returns("done");
    // The reply.
    junk_before_the_reply: FAILED, Fails("invalid_reply");
    half_a_reply: FAILED, Fails("exit status 0");
    half_a_reply_then_silence: LATE, Anything, soon;
    reply_of_huge_lengths: FAILED, Fails("exit status 0");
    reply_of_false_tables: FAILED, Fails("invalid_reply");
    // Either the first is read alone, or both and refused.
    two_replies: &[Success, Failure], Anything;
    success_with_an_error: FAILED, Fails("invalid_reply");
    close_the_reply: FAILED, Fails("exit status 0");
    lesson_replies_forged_by_a_child: OK, Returns("genuine");
    // A pipe that does not wait: the runner must not lose the rest, nor pretend success.
    reply_to_nonblocking: &[Success, Failure], Anything;
    invalid_text_in_the_reply: FAILED, Fails("invalid_reply");
    deep_reply: FAILED, Fails("invalid_reply");
    large_json_of_small_values: &[Success, Failure], Anything;
    // The end.
    exit_with_0: FAILED, Fails("exit status 0");
    exit_with_3: FAILED, Fails("exit status 3");
    exit_by_the_interpreter: FAILED, Fails("SystemExit");
    close_descriptors: FAILED, Fails("exit status");
    become_another_program: FAILED, Fails("exit status 7");
    invalid_memory: FAILED, Fails("SIGSEGV");
    abort: FAILED, Fails("SIG");
    illegal_instruction: FAILED, Fails("SIGILL");
    // A process 1 can't kill itself.
    kill_itself: OK_OR_FAILED, Returns("process 1 can't kill itself");
    kill_everything: OK_OR_FAILED, Returns("nothing to kill");
    // What scripts leave.
    lesson_output_is_a_link: FAILED, Fails("InvalidOutput");
    lesson_output_is_a_pipe: FAILED, Fails("InvalidOutput");
    output_is_a_folder: FAILED, Fails("InvalidOutput");
    output_is_a_socket: FAILED, Fails("InvalidOutput");
    lesson_output_is_sparse: FAILED, Fails("InvalidOutput");
    output_is_no_json: FAILED, Fails("InvalidOutput");
    input_is_replaced: OK, Returns("fine");
    // Results.
    deep_result: FAILED, Fails("nested");
    result_that_holds_itself: FAILED, Fails("nested");
    invalid_text: OK, Warns("Unicode");
    numbers_that_are_none: OK, Warns("NaN or infinite");
    recursion: FAILED, Fails("RecursionError");
    overflow_of_the_stack: FAILED, Anything;
    exception_that_lies: FAILED, Fails("Lie");
    // The runner: a plugin may ruin its own reply and nothing else.
    change_the_runner: &[Success, Failure], Anything;
    change_the_system_functions: &[Success, Failure, Timeout], Anything, soon;
    import_hook: &[Success, Failure, OutOfMemory], Anything;
};

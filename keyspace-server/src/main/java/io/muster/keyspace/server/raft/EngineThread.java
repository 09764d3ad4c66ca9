package io.muster.keyspace.server.raft;

import io.microraft.executor.RaftNodeExecutor;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// The one thread on which the engine and the replica run, in the order in which tasks came.
///
/// What the engine submits runs after all that waits already: its flush therefore comes once for everything that was
/// appended in between. Delays are in engine time, see [EngineClock].
final class EngineThread implements RaftNodeExecutor {
    private static final int TASKS_BETWEEN_TIMERS = 64;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::dueNanos));
    private final EngineClock clock;
    private final Consumer<Throwable> onFault;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean stopped;
    private boolean handingOver;

    private record Timer(long dueNanos, Runnable task) {}

    /// @param onFault told of what a task throws; the thread then runs nothing more
    EngineThread(String name, EngineClock clock, Consumer<Throwable> onFault) {
        this.clock = clock;
        this.onFault = onFault;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Runs nothing more, and returns when the task that runs is over.
    void stop() throws InterruptedException {
        stopNow();
        if (Thread.currentThread() != thread) {
            thread.join();
        }
    }

    /// Runs nothing after the task that runs.
    void stopNow() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    boolean isStopped() {
        return stopped;
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(Runnable task) {
        if (handingOver && isCurrent()) {
            handingOver = false;
            task.run();
        } else {
            submit(task);
        }
    }

    @Override
    public void submit(Runnable task) {
        tasks.add(task);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /// Lets the next [#execute] that `call` leads to run within it rather than queue, so that nothing can happen
    /// between what the caller has looked at and what the engine does. For the engine's thread.
    void withoutQueueing(Runnable call) {
        handingOver = true;
        try {
            call.run();
        } finally {
            handingOver = false;
        }
    }

    @Override
    public void schedule(Runnable task, long delay, TimeUnit unit) {
        scheduleReal(task, clock.realNanos(unit.toNanos(delay)));
    }

    /// Runs a task after a delay on everybody's clock.
    void scheduleReal(Runnable task, long delayNanos) {
        Timer timer = new Timer(System.nanoTime() + delayNanos, task);
        if (isCurrent()) {
            timers.add(timer);
        } else {
            submit(() -> timers.add(timer));
        }
    }

    private void run() {
        int sinceTimers = 0;
        try {
            while (!stopped) {
                Runnable task = tasks.poll();
                if (task == null || ++sinceTimers == TASKS_BETWEEN_TIMERS) {
                    sinceTimers = 0;
                    runTimers();
                }
                if (task != null) {
                    task.run();
                } else {
                    sleep();
                }
            }
        } catch (Throwable fault) {
            stopped = true;
            onFault.accept(fault);
        }
    }

    private void runTimers() {
        for (Timer next = timers.peek();
                next != null && next.dueNanos() - System.nanoTime() <= 0 && !stopped;
                next = timers.peek()) {
            timers.remove();
            next.task().run();
        }
    }

    private void sleep() {
        Timer next = timers.peek();
        long nanos = next == null ? Long.MAX_VALUE : next.dueNanos() - System.nanoTime();
        asleep = true;
        if (nanos > 0 && tasks.isEmpty() && !stopped) {
            LockSupport.parkNanos(this, nanos);
        }
        asleep = false;
    }
}

package io.muster.agent.datasource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Waits until one of several sources is there. All are asked at the same time and the first that answers is taken, so
/// there is no order among them.
///
/// @param first the pause before a source is asked again, doubled after each
/// @param longest no pause is longer
/// @param limit how long to wait in all
public record Selection(Duration first, Duration longest, Duration limit) {
    /// That of coreos-cloudinit.
    public static final Selection ORIGINAL =
            new Selection(Duration.ofMillis(100), Duration.ofSeconds(30), Duration.ofMinutes(5));

    /// Empty when none is there in time, or when none is there and none may appear.
    public Optional<Datasource> select(List<? extends Datasource> sources) throws InterruptedException {
        BlockingQueue<Optional<Datasource>> answers = new ArrayBlockingQueue<>(sources.size());
        ExecutorService polling = Executors.newVirtualThreadPerTaskExecutor();
        try {
            sources.forEach(source -> polling.execute(() -> poll(source, answers)));
            long end = System.nanoTime() + limit.toNanos();
            for (int i = 0; i < sources.size(); i++) {
                Optional<Datasource> answer = answers.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (answer == null) {
                    return Optional.empty();
                }
                if (answer.isPresent()) {
                    return answer;
                }
            }
            return Optional.empty();
        } finally {
            polling.shutdownNow();
        }
    }

    private void poll(Datasource source, BlockingQueue<Optional<Datasource>> answers) {
        try {
            answers.put(await(source));
        } catch (InterruptedException e) {
            // another source was quicker
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Datasource> await(Datasource source) throws InterruptedException {
        Duration pause = first;
        while (!source.isAvailable()) {
            if (!source.mayAppear()) {
                return Optional.empty();
            }
            Thread.sleep(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(longest) > 0 ? longest : twice;
        }
        return Optional.of(source);
    }
}

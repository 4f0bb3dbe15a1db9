using System.Text;
using Microsoft.Extensions.Logging;
using Notejam.ServiceDefaults.Telemetry;
using Notejam.Tests.Hosting;

namespace Notejam.Tests.Telemetry;

/// <summary>Lines are written some at once, none is lost, and none waits for another.</summary>
public sealed class LineOutputTests : IDisposable
{
    readonly Output written = new();

    [Fact]
    public async Task A_line_comes_by_itself()
    {
        using var output = new LineOutput(written);
        output.Write("one\n"u8);
        await Until.TrueAsync(() => written.Lines.SequenceEqual(["one"]), "the line is written");
    }

    [Fact]
    public void What_is_left_comes_at_the_end()
    {
        using (var output = new LineOutput(written)) output.Write("last\n"u8);
        Assert.Equal(["last"], written.Lines);
    }

    [Fact]
    public void An_error_does_not_wait_and_brings_what_was_before_it()
    {
        using var lines = new JsonLines(TimeProvider.System, new LineOutput(written));
        var log = lines.CreateLogger("Category");
        log.LogInformation("before");
        log.LogError("failed");
        Assert.Equal(2, written.Lines.Length);
    }

    [Fact]
    public async Task A_reader_that_stands_still_loses_nothing_and_no_line_is_torn()
    {
        const int Writers = 8, Each = 5000;
        var text = new string('x', 100);
        written.Stop();
        using (var output = new LineOutput(written))
        {
            var all = Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
            {
                for (var n = 0; n < Each; n++) output.Write(Encoding.ASCII.GetBytes($"{writer} {n} {text}\n"));
            })).ToList();
            await written.IsAskedAsync();
            written.GoOn();
            await Task.WhenAll(all);
        }
        var lines = written.Lines.Select(l => l.Split(' ')).ToList();
        Assert.All(lines, l => Assert.Equal(text, l[2]));
        foreach (var writer in Enumerable.Range(0, Writers))
        {
            var own = lines.Where(l => l[0] == $"{writer}").Select(l => int.Parse(l[1], null));
            Assert.Equal(Enumerable.Range(0, Each), own);
        }
    }

    [Fact]
    public void A_disk_that_is_full_fails_nobody_and_the_lines_after_it_come()
    {
        using var output = new LineOutput(written);
        written.IsFull = true;
        output.Write("lost\n"u8);
        output.Flush();
        written.IsFull = false;
        output.Write("kept\n"u8);
        output.Flush();
        Assert.Equal(["kept"], written.Lines);
    }

    [Fact]
    public void Who_ends_later_is_heard()
    {
        var output = new LineOutput(written);
        output.Dispose();
        output.Write("late\n"u8);
        Assert.Equal(["late"], written.Lines);
    }

    public void Dispose() => written.Dispose();

    /// <summary>A stream that can stand still.</summary>
    sealed class Output : MemoryStream
    {
        readonly ManualResetEventSlim goes = new(initialState: true);
        readonly TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsFull { get; set; }

        public string[] Lines
        {
            get
            {
                lock (goes) return Encoding.UTF8.GetString(ToArray()).Split('\n')[..^1];
            }
        }

        public void Stop() => goes.Reset();

        public void GoOn() => goes.Set();

        public Task IsAskedAsync() => asked.Task.WaitAsync(TestContext.Current.CancellationToken);

        /// <summary>That of a span comes here, too, in what is derived.</summary>
        public override void Write(byte[] buffer, int offset, int count)
        {
            if (IsFull) throw new IOException("No space left on device");
            asked.TrySetResult();
            goes.Wait();
            lock (goes) base.Write(buffer, offset, count);
        }

        protected override void Dispose(bool disposing)
        {
            goes.Dispose();
            base.Dispose(disposing);
        }
    }
}

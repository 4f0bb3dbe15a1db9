using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Notejam.Tests.Hosting;

/// <summary>Every statement that the application sends for a request, with its parameters, as Npgsql logs it.</summary>
public sealed class SqlLog : ILoggerProvider, ILogger
{
    /// <param name="RoundTrip">Statements of one batch have the same.</param>
    /// <param name="Text">With $1, $2, ... for the parameters.</param>
    /// <param name="Parameters">Their values.</param>
    public sealed record Statement(int RoundTrip, string Text, IReadOnlyList<object?> Parameters);

    readonly ConcurrentQueue<Statement> statements = new();
    int roundTrips;

    public IReadOnlyList<Statement> All => [.. statements];

    /// <summary>What one action sends.</summary>
    public async Task<IReadOnlyList<Statement>> DuringAsync(Func<Task> action)
    {
        var before = statements.Count;
        await action();
        return [.. statements.Skip(before)];
    }

    public NpgsqlDataSourceBuilder Listen(NpgsqlDataSourceBuilder source) =>
        source.UseLoggerFactory(new LoggerFactory([this], new LoggerFilterOptions { MinLevel = LogLevel.Debug }))
            .EnableParameterLogging();

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        // A request has an activity, and work in the background has none.
        if (Activity.Current is null || state is not IEnumerable<KeyValuePair<string, object?>> told) return;
        var values = told.ToDictionary(v => v.Key, v => v.Value);
        // Of the messages about each command, the last.
        if (!values.ContainsKey("DurationMs")) return;
        var trip = Interlocked.Increment(ref roundTrips);
        if (values.GetValueOrDefault("BatchCommands") is System.Collections.IEnumerable batch)
        {
            foreach (ITuple command in batch) Note(trip, command[0], command[1]);
        }
        else if (values.TryGetValue("CommandText", out var text)) Note(trip, text, values.GetValueOrDefault("Parameters"));
    }

    void Note(int trip, object? text, object? parameters) => statements.Enqueue(
        new Statement(trip, (string)text!, [.. (parameters as IEnumerable<object?> ?? [])]));

    public ILogger CreateLogger(string categoryName) => this;
    public bool IsEnabled(LogLevel logLevel) => true;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public void Dispose()
    {
        // Nothing is held.
    }
}

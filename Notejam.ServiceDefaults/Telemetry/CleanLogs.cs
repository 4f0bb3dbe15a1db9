using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// Between whoever logs and wherever lines go, the console of a developer and a collector too: a net under what
/// libraries and servers say in their messages, which names people.
/// </summary>
sealed class CleanLogs(LoggerFactory inner) : ILoggerFactory
{
    public static void Add(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(Make));

    static CleanLogs Make(IServiceProvider all) => new(new LoggerFactory(
        all.GetServices<ILoggerProvider>(),
        all.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
        all.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
        all.GetService<IExternalScopeProvider>()));

    public ILogger CreateLogger(string categoryName) => new CleanLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}

sealed class CleanLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(level)) return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var clean = CleanEntry.Of(formatter(state, exception), values);
        var failure = CleanException.Of(exception);
        if (clean.Changed || failure != exception) inner.Log(level, id, clean.Values, failure, (_, _) => clean.Message);
        else inner.Log(level, id, state, exception, formatter);
    }
}

/// <summary>A message and the values of its placeholders, without addresses.</summary>
sealed record CleanEntry(string Message, IReadOnlyList<KeyValuePair<string, object?>> Values, bool Changed)
{
    public static CleanEntry Of(string message, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var clean = Addresses.LeaveOut(message);
        var cleanValues = values.Select(v => KeyValuePair.Create(v.Key, Clean(v.Value))).ToList();
        var changed = clean != message
            || values.Zip(cleanValues).Any(v => !ReferenceEquals(v.First.Value, v.Second.Value));
        return new CleanEntry(clean, cleanValues, changed);
    }

    /// <summary>The same object where it names nobody.</summary>
    static object? Clean(object? value)
    {
        if (value is null or ValueType || value.ToString() is not { } text) return value;
        var clean = Addresses.LeaveOut(text);
        return ReferenceEquals(clean, text) || clean == text ? value : clean;
    }
}

/// <summary>In place of an exception that names somebody: all that it says, but the address.</summary>
sealed class CleanException : Exception
{
    readonly string text;

    CleanException(string message, string text) : base(message) => this.text = text;

    public static Exception? Of(Exception? failure)
    {
        if (failure?.ToString() is not { } text) return failure;
        var clean = Addresses.LeaveOut(text);
        return clean == text ? failure : new CleanException(Addresses.LeaveOut(failure.Message), clean);
    }

    public override string ToString() => text;
}

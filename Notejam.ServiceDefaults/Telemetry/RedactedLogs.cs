using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Notejam.ServiceDefaults.Telemetry;

/// <summary>
/// Between whoever logs and wherever lines go, the console of a developer and a collector too: a net under what
/// libraries and servers say in their messages, which names people.
/// </summary>
sealed class RedactedLogs(LoggerFactory inner) : ILoggerFactory
{
    public static void Add(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<ILoggerFactory>(Make));

    static RedactedLogs Make(IServiceProvider all) => new(new LoggerFactory(
        all.GetServices<ILoggerProvider>(),
        all.GetRequiredService<IOptionsMonitor<LoggerFilterOptions>>(),
        all.GetRequiredService<IOptions<LoggerFactoryOptions>>(),
        all.GetService<IExternalScopeProvider>()));

    public ILogger CreateLogger(string categoryName) => new RedactedLogger(inner.CreateLogger(categoryName));

    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public void Dispose() => inner.Dispose();
}

sealed class RedactedLogger(ILogger inner) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!inner.IsEnabled(level)) return;
        var values = state as IReadOnlyList<KeyValuePair<string, object?>> ?? [];
        var message = formatter(state, exception);
        var redacted = RedactedEntry.Of(message, values);
        var failure = RedactedException.Of(exception);
        if (redacted.Changed || failure != exception)
            inner.Log(level, id, redacted.Values, failure, (_, _) => redacted.Message);
        else inner.Log(level, id, state, exception, (_, _) => message);
    }
}

/// <summary>A message and the values of its placeholders, without addresses.</summary>
sealed record RedactedEntry(string Message, IReadOnlyList<KeyValuePair<string, object?>> Values, bool Changed)
{
    public static RedactedEntry Of(string message, IReadOnlyList<KeyValuePair<string, object?>> values)
    {
        var redacted = AddressRedactor.Redact(message);
        var redactedValues = values.Select(v => KeyValuePair.Create(v.Key, Redact(v.Value))).ToList();
        var changed = redacted != message
            || values.Zip(redactedValues).Any(v => !ReferenceEquals(v.First.Value, v.Second.Value));
        return new RedactedEntry(redacted, redactedValues, changed);
    }

    /// <summary>The same object where it names nobody.</summary>
    static object? Redact(object? value)
    {
        if (value is null or ValueType || value.ToString() is not { } text) return value;
        var redacted = AddressRedactor.Redact(text);
        return ReferenceEquals(redacted, text) || redacted == text ? value : redacted;
    }
}

/// <summary>In place of an exception that names somebody: all that it says, but the address.</summary>
sealed class RedactedException : Exception
{
    readonly string text;

    RedactedException(string message, string text) : base(message) => this.text = text;

    public static Exception? Of(Exception? failure)
    {
        if (failure?.ToString() is not { } text) return failure;
        var redacted = AddressRedactor.Redact(text);
        return redacted == text ? failure : new RedactedException(AddressRedactor.Redact(failure.Message), redacted);
    }

    public override string ToString() => text;
}

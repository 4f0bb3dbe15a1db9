using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Notejam.Tests.Hosting;

/// <summary>Every statement that the application sends, with its parameters.</summary>
public sealed class SqlLog : DbCommandInterceptor
{
    public sealed record Statement(string Text, IReadOnlyList<(string Name, object? Value)> Parameters);

    readonly ConcurrentQueue<Statement> statements = new();

    public IReadOnlyList<Statement> All => [.. statements];

    /// <summary>What one action sends.</summary>
    public async Task<IReadOnlyList<Statement>> DuringAsync(Func<Task> action)
    {
        var before = statements.Count;
        await action();
        return [.. statements.Skip(before)];
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        Note(command, result);

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<DbDataReader> result,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Note(command, result));

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<int> result,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Note(command, result));

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command,
        CommandEventData eventData,
        InterceptionResult<object> result,
        CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Note(command, result));

    T Note<T>(DbCommand command, T result)
    {
        var parameters = command.Parameters.Cast<DbParameter>().Select(p => (p.ParameterName, p.Value));
        statements.Enqueue(new Statement(command.CommandText, [.. parameters]));
        return result;
    }
}

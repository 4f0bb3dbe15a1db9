using Npgsql;

namespace Notejam.Web.Data;

/// <summary>
/// One statement about one person's data. The owner is $1 in each, so that nobody else's rows can be in the answer.
/// </summary>
public abstract record Read
{
    /// <summary>The statement with its parameters, the owner first.</summary>
    public abstract NpgsqlBatchCommand Ask(Guid owner);

    /// <summary>What the rows say.</summary>
    internal abstract Task<object?> AnswerAsync(NpgsqlDataReader rows, CancellationToken cancel);
}

/// <summary>A statement, and what a page takes from its rows. Equal ones are asked once in a request.</summary>
public abstract record Read<T> : Read
{
    public abstract Task<T> TakeAsync(NpgsqlDataReader rows, CancellationToken cancel);

    internal sealed override async Task<object?> AnswerAsync(NpgsqlDataReader rows, CancellationToken cancel) =>
        await TakeAsync(rows, cancel);
}

/// <summary>A read that follows from a page's address.</summary>
public interface IPageRead
{
    static abstract Read From(HttpRequest request);
}

static class Statement
{
    /// <summary>The same text every time: it is prepared on each connection.</summary>
    public static NpgsqlBatchCommand Of(string sql, Guid owner) => new NpgsqlBatchCommand(sql).With(owner);

    public static void Add(this NpgsqlBatch batch, IEnumerable<Read> reads, Guid owner)
    {
        foreach (var read in reads) batch.BatchCommands.Add(read.Ask(owner));
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand statement, T value)
    {
        statement.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return statement;
    }
}

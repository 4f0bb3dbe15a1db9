namespace Notejam.Backup.Backups;

/// <summary>How many rows a table has, and a hash over what they say.</summary>
sealed record TableContent(string Name, long Rows, string Hash)
{
    /// <summary>What differs, a sentence for each table.</summary>
    public static IReadOnlyList<string> Differences(
        IReadOnlyList<TableContent> backedUp, IReadOnlyList<TableContent> restored)
    {
        var found = restored.ToDictionary(t => t.Name);
        return
        [
            .. backedUp.Select(table => table.Difference(found.GetValueOrDefault(table.Name))).OfType<string>(),
            .. restored
                .ExceptBy(backedUp.Select(t => t.Name), t => t.Name)
                .Select(t => $"{t.Name} is not in the backup"),
        ];
    }

    string? Difference(TableContent? restored) => restored switch
    {
        null => $"{Name} is missing",
        _ when restored.Rows != Rows => $"{Name} has {Counted.Of(restored.Rows, "row")} instead of {Rows}",
        _ when restored.Hash != Hash => $"{Name} has the same number of rows, but their content differs",
        _ => null,
    };
}

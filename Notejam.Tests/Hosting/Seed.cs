namespace Notejam.Tests.Hosting;

/// <summary>
/// Many rows at once, of everybody or of one person. What differs between them is SQL: there u is the person, and i
/// counts the rows of one.
/// </summary>
static class Seed
{
    /// <summary>person1@example.org and on, who cannot sign in.</summary>
    public static Task UsersAsync(string connection, int count, string name = "person") =>
        Postgres.ExecuteAsync(connection, $"""
            INSERT INTO users (id, created_at, user_name, normalized_user_name, email, normalized_email, security_stamp,
                email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count)
            SELECT gen_random_uuid(), now(), e, upper(e), e, upper(e), md5(e), false, false, false, true, 0
            FROM (SELECT '{name}' || i || '@example.org' AS e FROM generate_series(1, {count}) AS i) AS n
            """);

    /// <summary>Each pad was used after the one before.</summary>
    public static Task PadsAsync(string connection, int count, string? email = null, string name = "'pad ' || i") =>
        Postgres.ExecuteAsync(connection, $"""
            INSERT INTO pads (id, owner_id, name, created_at, used_at)
            SELECT gen_random_uuid(), u.id, {name}, now(), now() - interval '1 day' + i * interval '1 second'
            FROM users u, generate_series(1, {count}) AS i {Of(email)}
            """);

    public static Task NotesAsync(
        string connection,
        int count,
        string? email = null,
        string pad = "NULL::uuid",
        string name = "'note ' || i",
        string text = "'text'",
        string excerpt = "'text'",
        string updatedAt = "now() - i * interval '1 minute'") =>
        Postgres.ExecuteAsync(connection, $"""
            INSERT INTO notes (id, owner_id, pad_id, name, text, excerpt, created_at, updated_at)
            SELECT gen_random_uuid(), u.id, {pad}, {name}, {text}, {excerpt}, now(), {updatedAt}
            FROM users u, generate_series(1, {count}) AS i {Of(email)}
            """);

    static string Of(string? email) => email is null ? "" : $"WHERE u.email = '{email}'";
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Notejam.Tests.Hosting;
using Notejam.Web.Accounts;
using Npgsql;

namespace Notejam.Tests.Accounts;

public sealed class HashingTests(Postgres postgres) : IAsyncLifetime
{
    NotejamApp app = null!;

    public async ValueTask InitializeAsync() =>
        app = NotejamApp.Start(await postgres.CreateDatabaseAsync(), replace: NotejamApp.HashAsInProduction);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    /// <summary>Who hashes is held until somebody else has been sent away.</summary>
    [Fact]
    public async Task A_flood_of_sign_ins_queues_and_beyond_that_is_told_to_come_back()
    {
        using var hasher = new HeldHasher();
        await using var held = NotejamApp.Start(
            app.Connection, replace: services => services.AddSingleton<IPasswordHasher<User>>(hasher));
        const int crowd = 60;
        var people = Enumerable.Range(0, crowd).Select(_ => held.Visitor()).ToList();
        var forms = await Task.WhenAll(people.Select(p => p.GetAsync("/signin/")));
        var answers = people.Zip(forms, (person, form) =>
            person.SubmitAsync(form, ("email", Person.NewEmail()), ("password", "wrong-password"))).ToList();
        var first = await await Task.WhenAny(answers);
        hasher.LetGo();
        var all = await Task.WhenAll(answers);
        var refused = all.Where(a => a.Status == HttpStatusCode.ServiceUnavailable).ToList();
        Assert.Contains(first, refused);
        Assert.All(refused, a => Assert.Equal("30", a.Message.Headers.RetryAfter?.ToString()));
        var answered = all.Count(a => a.Status == HttpStatusCode.UnprocessableEntity);
        Assert.InRange(answered, 1, crowd - 1);
        Assert.Equal(crowd, refused.Count + answered);
    }

    [Fact]
    public async Task A_body_that_does_not_arrive_holds_nobody_up()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var begun = Encoding.ASCII.GetBytes(
            "POST /signin/ HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            + "Content-Length: 100000\r\n\r\ncsrf=");
        var slow = Enumerable.Range(0, 30).Select(_ => new TcpClient()).ToList();
        foreach (var connection in slow)
        {
            await connection.ConnectAsync(IPAddress.Loopback, app.Address.Port, TestContext.Current.CancellationToken);
            await connection.GetStream().WriteAsync(begun, TestContext.Current.CancellationToken);
        }
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync()).Status);
        slow.ForEach(s => s.Dispose());
    }

    /// <summary>
    /// As many sign-ins as there are places wait for the database, each at a session that cannot be stored, while one
    /// more is answered. Their time may be over before, on a busy machine: then they are sent once more.
    /// </summary>
    [Fact]
    public async Task Who_waits_for_the_database_holds_no_place()
    {
        await using var patient = NotejamApp.Start(app.Connection + ";Command Timeout=60");
        var people = new List<Person>();
        for (var i = 0; i < HashingQueue.CoresToSpare; i++) people.Add(patient.Visitor());
        foreach (var person in people) await person.SignUpAsync(Person.NewEmail());
        await using (await Postgres.LockAsync(app.Connection, "sessions"))
        {
            await Until.TrueAsync(async () =>
            {
                var waiting = people.Select(p => p.SignInAsync()).ToList();
                bool HasAnyEnded() => waiting.Exists(w => w.IsCompleted);
                await Until.TrueAsync(async () => HasAnyEnded() || await Postgres.WaitingAsync(app.Connection) == people.Count);
                var wrong = await patient.Visitor().SubmitAsync(
                    "/signin/", ("email", "unknown@example.org"), ("password", "wrong-password"));
                var doAllWait = !HasAnyEnded();
                if (doAllWait) Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
                await Task.WhenAll(waiting);
                return doAllWait;
            });
        }
    }

    [Fact]
    public async Task Passwords_are_kept_as_PBKDF2_with_SHA512_and_220_000_iterations()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var hash = await HashAsync(person);
        // Identity's format 3: marker, pseudo-random function (2 = HMAC-SHA512), iterations, salt length.
        Assert.Equal(1, hash[0]);
        Assert.Equal(2u, Number(hash, 1));
        Assert.Equal(220_000u, Number(hash, 5));
    }

    [Fact]
    public async Task A_weaker_hash_is_replaced_at_the_next_sign_in()
    {
        var person = app.Visitor();
        await person.SignUpAsync(Person.NewEmail());
        var weak = new PasswordHasher<object>().HashPassword(new object(), "short");
        await Postgres.ExecuteAsync(
            app.Connection, $"UPDATE users SET password_hash = '{weak}' WHERE email = '{person.Email}'");
        Assert.Equal(HttpStatusCode.SeeOther, (await person.SignInAsync("short")).Status);
        Assert.Equal(220_000u, Number(await HashAsync(person), 5));
    }

    async Task<byte[]> HashAsync(Person person) =>
        Convert.FromBase64String(await Postgres.ScalarAsync<string>(
            app.Connection, $"SELECT password_hash FROM users WHERE email = '{person.Email}'"));

    static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at));

    sealed class HeldHasher : PasswordHasher<User>, IDisposable
    {
        readonly ManualResetEventSlim open = new();

        public void LetGo() => open.Set();

        public override PasswordVerificationResult VerifyHashedPassword(
            User user, string hashedPassword, string providedPassword)
        {
            open.Wait();
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }

        public void Dispose() => open.Dispose();
    }
}

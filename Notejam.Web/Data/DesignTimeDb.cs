using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Notejam.Web.Accounts;

namespace Notejam.Web.Data;

/// <summary>Lets <c>dotnet ef</c> make migrations without starting the application.</summary>
sealed class DesignTimeDb : IDesignTimeDbContextFactory<NotejamDb>
{
    public NotejamDb CreateDbContext(string[] args)
    {
        var options = new DbContextOptionsBuilder<NotejamDb>().UseNpgsql().UseSnakeCaseNamingConvention().Options;
        return new(options, new CurrentUser(new HttpContextAccessor()));
    }
}

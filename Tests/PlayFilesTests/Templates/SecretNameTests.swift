import Testing

@testable import PlayFiles

@Suite struct SecretNameTests {
  @Test(arguments: [
    "password", "db_password", "DB_PASSWORD", "POSTGRES_PASSWORD", "passwd", "secret", "client_secret",
    "AWS_SECRET_ACCESS_KEY",
    "token", "github_token", "API_TOKEN", "apikey", "api_key", "API-KEY", "stripeApiKey", "private_key",
    "signing_key",
    "credentials", "ansible_ssh_pass", "ansible_become_password", "vault_token", "SECRET_KEY",
    "SECRET_KEY_BASE", "passphrase",
    "REDIS_PASS", "session.secret", "secret_id",
  ])
  func secret(_ name: String) { #expect(SecretName.matches(name)) }

  @Test(arguments: [
    "", "version", "database_url", "user", "key", "ssh_key", "public_key", "primary_key", "keyboard",
    "tokenizer", "compass",
    "password_file", "POSTGRES_PASSWORD_FILE", "token_url", "secret_name", "ansible_ssh_private_key_file",
    "token_ttl",
    "secret_path", "password_min_length", "AWS_ACCESS_KEY_ID", "bypass", "secretary",
  ])
  func notSecret(_ name: String) { #expect(!SecretName.matches(name)) }
}

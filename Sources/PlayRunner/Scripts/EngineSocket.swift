/// Asks Docker's engine over its socket instead of starting its client: that takes a tenth of the time, and a rollout
/// asks a host a dozen times. Used where a host has perl, which many do without anybody having put it there; all else
/// goes by the client, and so does this where the socket cannot be used.
///
/// Only what needs nothing of the client's own: no registry passwords (pull), no option parsing (create).
enum EngineSocket {
  /// `engine_door`: the socket that the client would use, or nothing where the client is to be asked. What the client's
  /// configuration says of contexts and headers only the client follows (docker(1), DOCKER_CONTEXT, DOCKER_HOST).
  ///
  /// `engine_ask REQUEST…`: 0 and what was asked for, 1 and the engine's words, or 7: ask the client. Nothing is
  /// printed then, and all requests may be made again: each brings the engine to a state.
  static let functions = """
    engine_door() {
      command -v perl >/dev/null 2>&1 || return 1
      case ${DOCKER_HOST:-} in
        unix://*) door=${DOCKER_HOST#unix://} ;;
        '')
          [ -z "${DOCKER_CONTEXT:-}" ] || return 1
          settings=${DOCKER_CONFIG:-${HOME:-}/.docker}/config.json
          [ ! -f "$settings" ] || ! grep -q -e '"currentContext"' -e '"HttpHeaders"' "$settings" || return 1
          door=/var/run/docker.sock ;;
        *) return 1 ;;
      esac
      [ -S "$door" ] && [ -w "$door" ]
    }
    engine_door || door=
    engine_ask() {
      [ -n "$door" ] || return 7
      perl -e '\(program)' "$door" "$@"
    }
    """

  /// In perl without any module: loading one takes longer than all the rest. No apostrophe may stand in it.
  ///
  /// HTTP/1.0, so that the answer is not in chunks and ends with the connection (RFC 1945). The engine is asked in
  /// the version of Docker 20.10, and where it knows that no more, or not yet, in its own newest one
  /// (docs.docker.com/reference/api/engine).
  /// `connect` takes a `sockaddr_un` (unix(7)): two bytes of AF_UNIX, then the path.
  static let program = #"""
    my ($path, @requests) = @ARGV;
    my $usual = "/v1.41";
    my ($version, $said, %raw) = ($usual, "");
    # 8 where stdin has been heard, which the client could not do again.
    my $client = 7;
    $SIG{PIPE} = "IGNORE";

    sub leave { exit $client }

    sub ask {
      my ($method, $target, $body) = @_;
      my $engine;
      socket($engine, 1, 1, 0) && connect($engine, pack("Sa*", 1, "$path\0")) or leave();
      my $text = "$method $version$target HTTP/1.0\r\nHost: engine\r\n";
      $text .= "Content-Type: application/json\r\n" if $body;
      $text .= "Content-Length: " . length($body) . "\r\n" if defined $body;
      $text .= "\r\n" . ($body // "");
      (syswrite($engine, $text) // 0) == length $text or leave();
      local $/;
      my $answer = <$engine> // "";
      $answer =~ s{^HTTP/1\.[01] ([0-9]+)(.*?)\r\n\r\n}{}s or leave();
      my ($code, $head) = ($1, $2);
      my $isUnknown = $version eq $usual && $code == 400 && $answer =~ /client version \S+ is too /;
      return ($code, $answer, $head) unless $isUnknown;
      $version = "";
      $version = "/v$1" if (ask("GET", "/_ping"))[2] =~ /^Api-Version: *([0-9.]+)/mi;
      return ask(@_);
    }

    sub must {
      my ($code, $answer) = ask(@_);
      return $answer if $code < 400;
      fail($answer);
    }
    sub fail {
      my ($text) = $_[0] =~ /"message":"((?:[^"\\]|\\.)*)"/s ? $1 : $_[0];
      $text =~ s/\\u00([0-7][0-9a-f])/chr hex $1/ge;
      $text =~ s/\\n/\n/g;
      $text =~ s/\\(.)/$1/g;
      print STDERR "Error response from daemon: $text\n";
      exit 1;
    }

    # Reads the JSON value at pos() of $_; keeps the text of each member under its path.
    sub text { 1 while /\G[^"\\]+/gc || /\G\\./gcs; /\G"/gc or leave() }
    sub value {
      my ($name) = @_;
      if (/\G\s*\{/gc) {
        while (/\G[\s,]*"/gc) {
          my $start = pos;
          text();
          my $member = "$name." . substr($_, $start, pos() - $start - 1);
          /\G\s*:\s*/gc or leave();
          $start = pos;
          value($member);
          $raw{$member} = substr($_, $start, pos() - $start);
        }
        /\G\s*\}/gc or leave();
      } elsif (/\G\s*\[/gc) {
        until (/\G[\s,]*\]/gc) { /\G[\s,]*/gc; value("$name\[]") }
      } elsif (/\G\s*"/gc) {
        text();
      } else {
        /\G\s*[-+.\w]+/gc or leave();
      }
    }
    sub heard {
      %raw = ();
      # Between the tokens of JSON a newline is a blank (RFC 8259 section 2), and in its texts there is none.
      ($_ = $_[0]) =~ tr/\n/ /;
      value("");
      $raw{".State.Health.Status"} //= "\"none\"";
    }
    # Of the answer heard last.
    sub report {
      my ($head, @fields) = @_;
      my @members;
      while (my ($key, $member) = splice @fields, 0, 2) {
        push @members, "\"$key\":" . ($raw{$member} // "null");
      }
      $said .= "=$head {" . join(",", @members) . "}\n";
    }
    # What is said of each container, all or those with a label; one may be gone since it was listed.
    sub containers {
      my ($filter, @answers) = @_;
      $filter =~ s/(["\\])/\\$1/g;
      $filter = "{\"label\":[\"$filter\"]}" if length $filter;
      $filter =~ s/([^-.\w])/sprintf "%%%02X", ord $1/ge;
      my $list = must("GET", "/containers/json?all=1" . ($filter && "&filters=$filter"));
      while ($list =~ /"Id":"([0-9a-f]+)"/g) {
        my ($code, $answer) = ask("GET", "/containers/$1/json");
        if ($code < 400) { push @answers, $answer } elsif ($code != 404) { fail($answer) }
      }
      return @answers;
    }
    sub policy {
      my ($policy, $count) = split /:/, $_[0];
      $count ||= 0;
      return ask("POST", "/containers/$_[1]/update",
        "{\"RestartPolicy\":{\"Name\":\"$policy\",\"MaximumRetryCount\":$count}}");
    }

    sub limits { report("more", qw(\#(EngineFields.limits.words))) }
    sub container { heard($_[0]); report("container", qw(\#(EngineFields.container.words))) }
    sub image { heard($_[1]); report($_[0], qw(\#(EngineFields.image.words))) }

    for my $request (@requests) {
      my ($what, @words) = split / /, $request;
      my ($id, $more) = @words;
      if ($what eq "info") {
        $said .= must("GET", "/info");
      } elsif ($what eq "container") {
        container(must("GET", "/containers/$id/json"));
      } elsif ($what eq "seen") {
        my ($code, $answer) = ask("GET", "/containers/$id/json");
        container($answer) if $code < 400;
      } elsif ($what eq "image") {
        image("image", must("GET", "/images/$id/json"));
      } elsif ($what eq "survey") {
        $client = 8;
        # What else comes on stdin goes through, before the look and however it ends.
        while (1) { my $line = <STDIN> // exit 0; last if $line eq "=look\n"; print $line }
        END { if ($client == 8) { print while <STDIN> } }
        container($_) for containers("");
        for my $image (@words) {
          my ($code, $answer) = ask("GET", "/images/$image/json");
          image("image $image", $answer) if $code < 400;
        }
      } elsif ($what eq "list") {
        my $label = substr $request, 5;
        $said .= "=time " . time . "\n";
        for my $answer (containers($label)) { container($answer); limits() }
      } elsif ($what eq "policy") {
        my ($code, $answer) = policy($id, $more);
        fail($answer) if $code >= 400;
      } elsif ($what eq "rename") {
        my ($code, $answer) = ask("POST", "/containers/$id/rename?name=$more", "");
        next if $code < 400;
        # It refuses a name that the container already has.
        my $now = must("GET", "/containers/$id/json");
        fail($answer) unless $now =~ m{"Name":"/\Q$more\E"};
      } elsif ($what eq "remove") {
        must("DELETE", "/containers/$id");
      } elsif ($what eq "retire") {
        # To change the policy of one that runs, the engine starts a program, which takes 10 ms. An engine that was
        # started anew in between has revived it, hence the second stop. One that is removed when it stops is gone.
        must("POST", "/containers/$id/stop", "");
        my ($code, $answer) = policy("no", $id);
        next if $code == 404;
        fail($answer) if $code >= 400;
        must("POST", "/containers/$id/stop", "");
      } elsif ($what eq "stop" || $what eq "start") {
        must("POST", "/containers/$id/$what", "");
      } else {
        leave();
      }
    }
    print $said;
    """#
}

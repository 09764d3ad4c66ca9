require 'minitest/autorun'
require_relative '../lib/user_data'

class UserDataTest < Minitest::Test
  URL = 'http://10.0.0.1:8087/<token>'.freeze

  def test_only_the_url_is_put_in
    before = "#cloud-config\n# first\ncoreos:\n  etcd2:\n    # a comment\n    name: \"x\"  # why\nwrite_files:\n- permissions: 0644\n"
    after = before.sub("    name:", "    discovery: #{URL}\n    name:")
    assert_equal after, copy(before)
  end

  def test_both_generations
    assert_equal "#cloud-config\ncoreos:\n  etcd:\n    discovery: #{URL}\n    addr: a\n  etcd2:\n    discovery: #{URL}\n    name: b\n",
                 copy("#cloud-config\ncoreos:\n  etcd:\n    addr: a\n  etcd2:\n    name: b\n")
  end

  def test_a_placeholder_and_the_public_service_are_replaced
    ['https://discovery.etcd.io/<token>', '"https://discovery.etcd.io/3e86b59982e49066c5d813af1c2e2579cbf573de"',
     'http://127.0.0.1:8087/<token>'].each do |said|
      assert_equal "#cloud-config\ncoreos:\n  etcd2:\n    discovery: #{URL} # mine\n",
                   copy("#cloud-config\ncoreos:\n  etcd2:\n    discovery: #{said} # mine\n")
    end
  end

  def test_a_service_of_the_users_own_stays_and_so_does_another_way_to_find_the_others
    ['discovery: http://10.9.9.9:8087/abc', 'initial-cluster: a=http://10.0.0.2:2380', 'peers: 10.0.0.2:7001',
     'discovery-srv: example.com'].each do |said|
      text = "#cloud-config\ncoreos:\n  etcd2:\n    #{said}\n"
      assert_equal text, copy(text)
    end
  end

  def test_flow_style
    assert_equal "#cloud-config\ncoreos: {etcd2: {discovery: '#{URL}', name: ä}}\n",
                 copy("#cloud-config\ncoreos: {etcd2: {name: ä}}\n")
  end

  def test_what_has_no_member_or_is_no_document_stays
    ["#!/bin/sh\necho coreos: etcd2\n", "#cloud-config\n", "#cloud-config\nhostname: a\n",
     "#cloud-config\ncoreos:\n  etcd2:\n", "#cloud-config\ncoreos: [\n", "{\"ignition\": {}}\n", ''].each do |text|
      assert_equal text, copy(text)
    end
  end

  def test_a_token_is_filled_in_outside_of_comments
    assert_equal "# <token>\n  discovery: http://10.0.0.1:8087/abc\n",
                 Muster::UserData.fill("# <token>\n  discovery: #{URL}\n", 'abc')
  end

  private

  def copy(text)
    Muster::UserData.new(text).with_discovery(URL)
  end
end
